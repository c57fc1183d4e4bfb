// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where data come from and go to: folders of this machine, and servers that are started for the benchmark.

use crate::bench::{at, empty_folder};
use crate::slow::Servers;
use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// All places; dropping them ends the servers.
#[derive(Default)]
pub(super) struct Places {
    all: Vec<Place>,
    environment: Vec<(String, String)>,
    processes: Vec<Process>,
    servers: Option<Servers>,
}

/// A place with folders (or prefixes), by the ways of hoheit and of rclone to name it.
pub(super) struct Place {
    pub(super) name: &'static str,
    /// What stands before a folder's name, and behind it
    uri: (String, String),
    remote: String,
    /// What a site says besides
    pub(super) credential: String,
    /// Where its folders really lie, if they can be seen
    data: Option<PathBuf>,
    endpoint: String,
}

impl Place {
    /// As hoheit names a folder there.
    pub(super) fn uri(&self, folder: &str) -> String {
        format!("{}/{folder}{}", self.uri.0, self.uri.1)
    }

    /// As rclone names a folder there. Without the stroke at the end it asks whether it is an object, which s3s-fs fails over.
    pub(super) fn remote(&self, folder: &str) -> String {
        format!("{}/{folder}/", self.remote)
    }

    /// As rclone names the bucket.
    pub(super) fn bucket(&self) -> &str {
        &self.remote
    }

    /// As rclone names another bucket of the same server.
    pub(super) fn remote_of(&self, bucket: &str) -> String {
        let name = self.remote.split(':').next().unwrap_or_default();
        format!("{name}:{bucket}")
    }

    pub(super) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// What hoheit needs to be there.
    pub(super) fn make_folder(&self, folder: &str) -> Result<(), String> {
        self.data.as_ref().map_or(Ok(()), |data| {
            let path = data.join(folder);
            fs::create_dir_all(&path).map_err(|e| at(&path, &e))
        })
    }

    /// Makes room where that is cheap.
    pub(super) fn clear(&self, folder: &str) {
        if let Some(data) = &self.data {
            let _ = fs::remove_dir_all(data.join(folder));
        }
    }
}

/// Of all S3 servers here.
const KEY: (&str, &str) = ("testkey", "testsecret");

/// The bucket that places are in.
const BUCKET: &str = "bench";

impl Places {
    /// Starts all servers.
    pub(super) fn start(scratch: &Path) -> Result<Self, String> {
        let mut places = Self::default();
        let local = empty_folder(&scratch.join("local"))?;
        places.all.push(Place {
            name: "local",
            uri: (format!("file://{}", local.display()), String::new()),
            remote: local.display().to_string(),
            credential: String::new(),
            data: Some(local),
            endpoint: String::new(),
        });
        let secret = scratch.join("s3.secret");
        write_secret(&secret, &format!("{}:{}\n", KEY.0, KEY.1))?;
        places.environment = [
            ("RCLONE_CONFIG", "/dev/null".to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.0.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", KEY.1.to_owned()),
            ("HOHEIT_S3_CREDENTIAL", format!("{}:{}", KEY.0, KEY.1)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        let (port, data) = places.start_s3s(scratch)?;
        places.add_s3("s3s-fs", &format!("http://127.0.0.1:{port}"), &secret, Some(data.join(BUCKET)));
        places.start_sftp(scratch)?;
        places.start_dav(scratch)?;
        let servers = Servers::for_benchmarks()?;
        for (name, variable) in [("Ceph", "HOHEIT_CEPH_SERVER"), ("SeaweedFS", "HOHEIT_SEAWEEDFS_SERVER")] {
            let uri = servers.variables.iter().find(|(known, _)| *known == variable);
            let endpoint =
                uri.and_then(|(_, uri)| uri.split_once("endpoint=")).map(|(_, rest)| rest.to_owned());
            places.add_s3(name, &endpoint.ok_or("a server tells no address")?, &secret, None);
        }
        places.servers = Some(servers);
        Ok(places)
    }

    pub(super) fn get(&self, name: &str) -> Result<&Place, String> {
        self.all.iter().find(|place| place.name == name).ok_or_else(|| format!("{name} was not started"))
    }

    /// A program that knows how to reach all of them, and nothing of the person's own.
    pub(super) fn known_to(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    fn remote(&mut self, name: &str, settings: &[(&str, &str)]) {
        for (setting, value) in settings {
            let variable = format!("RCLONE_CONFIG_{}_{setting}", name.to_uppercase());
            self.environment.push((variable, (*value).to_owned()));
        }
    }

    fn add_s3(&mut self, name: &'static str, endpoint: &str, secret: &Path, data: Option<PathBuf>) {
        let remote = name.to_lowercase().replace('-', "");
        let other = [("TYPE", "s3"), ("PROVIDER", "Other"), ("ENV_AUTH", "true"), ("ENDPOINT", endpoint)];
        self.remote(&remote, &other);
        self.all.push(Place {
            name,
            uri: (format!("s3://{BUCKET}"), format!("?endpoint={endpoint}")),
            remote: format!("{remote}:{BUCKET}"),
            credential: format!("credential = '{}'\n", secret.display()),
            data,
            endpoint: endpoint.to_owned(),
        });
    }

    fn start_s3s(&mut self, scratch: &Path) -> Result<(u16, PathBuf), String> {
        let program = crate::root().join("target/tools/bin/s3s-fs");
        if !program.exists() {
            return Err("s3s-fs is missing: `cargo xtask test` builds it".to_owned());
        }
        let (data, port) = (empty_folder(&scratch.join("s3s"))?, free_port()?);
        let mut command = Command::new(program);
        command
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .args(["--access-key", KEY.0, "--secret-key", KEY.1])
            .arg(&data);
        self.processes.push(Process::start(&mut command, port)?);
        Ok((port, data))
    }

    /// OpenSSH's sshd, for whoever runs the benchmark.
    fn start_sftp(&mut self, scratch: &Path) -> Result<(), String> {
        let home = empty_folder(&scratch.join("sftp"))?;
        let path = |name: &str| home.join(name).display().to_string();
        for name in ["host", "id"] {
            crate::run("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", &path(name)])?;
        }
        // Where sshd of root gives up its rights; others can't make it, and don't need it.
        let _ = fs::create_dir_all("/run/sshd");
        let (data, port) = (empty_folder(&home.join("data"))?, free_port()?);
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile none\nAuthorizedKeysFile {}\nPasswordAuthentication no\n\
             KbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nPermitRootLogin prohibit-password\nMaxStartups 100\n\
             Subsystem sftp internal-sftp\n",
            path("host"),
            path("id.pub"),
        );
        write(&home.join("config"), &config)?;
        let mut command = Command::new("/usr/sbin/sshd");
        command.args(["-D", "-f", &path("config"), "-E", &path("log")]);
        self.processes.push(Process::start(&mut command, port)?);
        let key = fs::read_to_string(home.join("host.pub")).map_err(|e| e.to_string())?;
        write(&home.join("known_hosts"), &format!("[127.0.0.1]:{port} {key}"))?;
        let login = home.join("login");
        write_secret(&login, &format!("key: {}\nknown_hosts: {}\n", path("id"), path("known_hosts")))?;
        let user = Command::new("id").arg("-un").output().map_err(|e| e.to_string())?;
        let user = String::from_utf8_lossy(&user.stdout).trim().to_owned();
        let (text, key, known) = (port.to_string(), path("id"), path("known_hosts"));
        let settings = [
            ("TYPE", "sftp"),
            ("HOST", "127.0.0.1"),
            ("PORT", &text),
            ("USER", &user),
            ("KEY_FILE", &key),
            ("KNOWN_HOSTS_FILE", &known),
            // It would start a shell on the server for the digest of each file; what is compared reads everything again anyway.
            ("DISABLE_HASHCHECK", "true"),
        ];
        self.remote("sftp", &settings);
        self.all.push(Place {
            name: "SFTP",
            uri: (format!("sftp://{user}@127.0.0.1:{port}{}", data.display()), String::new()),
            remote: format!("sftp:{}", data.display()),
            credential: format!("credential = '{}'\n", login.display()),
            data: Some(data),
            endpoint: String::new(),
        });
        Ok(())
    }

    /// nginx with its modules for WebDAV.
    fn start_dav(&mut self, scratch: &Path) -> Result<(), String> {
        const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";
        let home = empty_folder(&scratch.join("dav"))?;
        let (data, port, at) = (empty_folder(&home.join("root"))?, free_port()?, home.display());
        empty_folder(&home.join("tmp"))?;
        write(&home.join("users"), "kim:{PLAIN}hush\n")?;
        // As root it would let others write otherwise, who may not.
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
        let user = if is_root { "user root;" } else { "" };
        let config = format!(
            "load_module {MODULE};\n{user}\nworker_processes 1;\npid {at}/pid;\nerror_log {at}/error.log crit;\n\
             events {{ worker_connections 128; }}\n\
             http {{\n access_log off;\n client_max_body_size 0;\n client_body_temp_path {at}/tmp;\n\
             proxy_temp_path {at}/tmp/p; fastcgi_temp_path {at}/tmp/f; uwsgi_temp_path {at}/tmp/u;\n\
             scgi_temp_path {at}/tmp/s;\n\
             server {{ listen 127.0.0.1:{port}; root {at}/root;\n\
             location / {{ auth_basic dav; auth_basic_user_file {at}/users;\n\
             dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; dav_access user:rw; }} }} }}\n"
        );
        let file = home.join("nginx.conf");
        write(&file, &config)?;
        let mut command = Command::new("nginx");
        command.arg("-c").arg(&file).args(["-g", "daemon off;"]);
        self.processes.push(Process::start(&mut command, port)?);
        let secret = home.join("secret");
        write_secret(&secret, "kim:hush\n")?;
        let obscured = Command::new(crate::root().join("target/tools/bin/rclone"))
            .args(["obscure", "hush"])
            .output()
            .map_err(|e| e.to_string())?;
        let (url, word) =
            (format!("http://127.0.0.1:{port}"), String::from_utf8_lossy(&obscured.stdout).trim().to_owned());
        let settings =
            [("TYPE", "webdav"), ("URL", &url), ("VENDOR", "other"), ("USER", "kim"), ("PASS", &word)];
        self.remote("dav", &settings);
        self.all.push(Place {
            name: "WebDAV",
            uri: (format!("dav://127.0.0.1:{port}"), String::new()),
            remote: "dav:".to_owned(),
            credential: format!("credential = '{}'\n", secret.display()),
            data: Some(data),
            endpoint: String::new(),
        });
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|e| at(path, &e))
}

fn write_secret(path: &Path, text: &str) -> Result<(), String> {
    write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(|e| at(path, &e))
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    Ok(listener.map_err(|e| e.to_string())?.port())
}

/// A server that ends when this is dropped.
struct Process(Child);

impl Process {
    fn start(command: &mut Command, port: u16) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let process = Self(process.map_err(|e| format!("can't start {name}: {e}"))?);
        for _ in 0..100 {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(process);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{name} does not start"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // nginx's workers end when it is told to, not when it is killed.
        let told = Command::new("kill").arg(self.0.id().to_string()).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}
