// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which system calls are left. Everything else answers `EPERM`: libraries that try something optional go on
//! without it, and whatever a document brought along finds every door shut. Killing the process instead would tell
//! of an attempt, but make a crash of each harmless curiosity of a library.

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};
use std::collections::BTreeMap;

/// Calls of a worker that need no look at their arguments. Time is mostly read without a call (vDSO).
const FREE: &[i64] = &[
    // reading the document and closing it
    libc::SYS_read,
    libc::SYS_close,
    // memory
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_brk,
    libc::SYS_madvise,
    // threads and locks
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_gettid,
    libc::SYS_getpid,
    // signals: what a panic, an abort and a stack overflow use
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    // time, random seeds of hash tables
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    // the end
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Leaves the calling process only what reading a handed-over descriptor needs. Binds all its threads.
pub(super) fn allow_listed() -> Result<(), seccompiler::Error> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = FREE.iter().map(|call| (*call, Vec::new())).collect();
    // The socket to the parent is descriptor 0, messages of the run-time library go to 2.
    let socket = || equal(0, 0);
    rules.insert(libc::SYS_recvmsg, vec![rule(socket()?)?]);
    rules.insert(libc::SYS_recvfrom, vec![rule(socket()?)?]);
    rules.insert(libc::SYS_sendto, vec![rule(socket()?)?]);
    rules.insert(libc::SYS_write, vec![rule(equal(0, 1)?)?, rule(equal(0, 2)?)?]);
    rules.insert(libc::SYS_writev, vec![rule(equal(0, 1)?)?, rule(equal(0, 2)?)?]);
    // No memory that is executable: machine code brought along by a document can't be put anywhere.
    let no_code = || SeccompCondition::new(2, SeccompCmpArgLen::Dword, masked(libc::PROT_EXEC), 0);
    rules.insert(libc::SYS_mmap, vec![rule(no_code()?)?]);
    rules.insert(libc::SYS_mprotect, vec![rule(no_code()?)?]);
    // Signals to this process only: `abort` raises one.
    rules.insert(libc::SYS_tgkill, vec![rule(equal(0, u64::from(std::process::id()))?)?]);
    install(rules, SeccompAction::Errno(libc::EPERM as u32), SeccompAction::Allow)
}

/// `fchmodat2(2)` of Linux 6.6, the same number everywhere.
const SYS_FCHMODAT2: i64 = 452;

/// Takes sockets, processes, tracing and the kernel's larger machinery from a helper program. A list of what is allowed would
/// have to follow every version of a foreign program.
pub(super) fn deny_listed() -> Result<(), seccompiler::Error> {
    const DENIED: &[i64] = &[
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_kill,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_io_uring_setup,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_kexec_load,
        libc::SYS_memfd_create,
        // What Landlock does not cover, or not in every version: changing names, modes, owners, times and lengths.
        libc::SYS_truncate,
        libc::SYS_fchmod,
        libc::SYS_fchmodat,
        SYS_FCHMODAT2,
        libc::SYS_fchown,
        libc::SYS_fchownat,
        libc::SYS_utimensat,
        libc::SYS_setxattr,
        libc::SYS_lsetxattr,
        libc::SYS_fsetxattr,
        libc::SYS_removexattr,
        libc::SYS_lremovexattr,
        libc::SYS_fremovexattr,
        libc::SYS_mknodat,
        libc::SYS_mkdirat,
        libc::SYS_linkat,
        libc::SYS_symlinkat,
        libc::SYS_unlinkat,
        libc::SYS_renameat2,
        // Signals to others, on kernels whose Landlock has no scopes.
        libc::SYS_tkill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_rt_tgsigqueueinfo,
        libc::SYS_pidfd_send_signal,
        // The newer ways to mount, and the clock and power of a machine on which a scan runs as root.
        libc::SYS_open_tree,
        libc::SYS_move_mount,
        libc::SYS_fsopen,
        libc::SYS_fsmount,
        libc::SYS_mount_setattr,
        libc::SYS_reboot,
        libc::SYS_swapon,
        libc::SYS_settimeofday,
        libc::SYS_clock_settime,
    ];
    // The older twins of these calls, which newer processors never had.
    #[cfg(target_arch = "x86_64")]
    const OLDER: &[i64] = &[
        libc::SYS_chmod,
        libc::SYS_chown,
        libc::SYS_lchown,
        libc::SYS_utime,
        libc::SYS_utimes,
        libc::SYS_futimesat,
        libc::SYS_mknod,
        libc::SYS_mkdir,
        libc::SYS_rmdir,
        libc::SYS_link,
        libc::SYS_symlink,
        libc::SYS_unlink,
        libc::SYS_rename,
        libc::SYS_renameat,
    ];
    #[cfg(not(target_arch = "x86_64"))]
    const OLDER: &[i64] = &[libc::SYS_renameat];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        DENIED.iter().chain(OLDER).map(|call| (*call, Vec::new())).collect();
    // Threads yes, processes no: a child could outlive the call and its time limit.
    let no_thread = SeccompCondition::new(0, SeccompCmpArgLen::Dword, masked(libc::CLONE_THREAD), 0)?;
    rules.insert(libc::SYS_clone, vec![rule(no_thread)?]);
    // Signals to itself only: `abort` raises one.
    let others =
        SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, u64::from(std::process::id()))?;
    rules.insert(libc::SYS_tgkill, vec![rule(others)?]);
    #[cfg(target_arch = "x86_64")]
    rules.extend([(libc::SYS_fork, Vec::new()), (libc::SYS_vfork, Vec::new())]);
    install(rules, SeccompAction::Allow, SeccompAction::Errno(libc::EPERM as u32))?;
    // The flags of `clone3` lie in memory, where no filter sees them; without it, libraries fall back to `clone`.
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    install(rules, SeccompAction::Allow, SeccompAction::Errno(libc::ENOSYS as u32))
}

/// Makes this process believe that its kernel has neither Landlock nor seccomp.
#[cfg(test)]
pub(super) fn pretend_old_kernel() -> Result<(), seccompiler::Error> {
    let newer = [libc::SYS_landlock_create_ruleset, libc::SYS_seccomp];
    let rules = newer.iter().map(|call| (*call, Vec::new())).collect();
    install(rules, SeccompAction::Allow, SeccompAction::Errno(libc::ENOSYS as u32))
}

fn install(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    matched: SeccompAction,
) -> Result<(), seccompiler::Error> {
    let arch = std::env::consts::ARCH.try_into()?;
    let program: BpfProgram = SeccompFilter::new(rules, otherwise, matched, arch)?.try_into()?;
    seccompiler::apply_filter_all_threads(&program)
}

fn rule(condition: SeccompCondition) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![condition])
}

fn equal(argument: u8, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
}

fn masked(bits: i32) -> SeccompCmpOp {
    SeccompCmpOp::MaskedEq(u64::from(bits.cast_unsigned()))
}
