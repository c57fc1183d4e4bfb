// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "religion",
    version: 3,
    entity: Entity::Religion,
    purpose: "A person's religion, church or world view (Art. 9 DSGVO), also as the sign of church tax. Believed behind a \
              label (`Konfession: rk`), in a column of a table of persons, or where a person is said to be it. Parishes, \
              church buildings, feasts and lessons are none.",
    source: "Own list as general knowledge; signs of church tax: ELStAM, § 39e Abs. 2 Nr. 1 EStG; registers of \
             residents: § 3 Abs. 1 Nr. 11 BMG",
    samples: Samples {
        found: &[
            ("Konfession: rk", &["rk"]),
            ("Religionszugehörigkeit: römisch-katholisch", &["römisch-katholisch"]),
            ("Religion: evangelisch-lutherisch, Staatsangehörigkeit: deutsch", &["evangelisch-lutherisch"]),
            ("Kirchensteuermerkmal: ev", &["ev"]),
            ("Bekenntnis\n\nReligionsgemeinschaft: keine", &["keine"]),
            ("Herr Muster ist muslimischen Glaubens und", &["muslimischen Glaubens"]),
            ("Die Antragstellerin ist evangelisch.", &["evangelisch"]),
            (
                "Frau Muster ist aus der katholischen Kirche ausgetreten.",
                &["aus der katholischen Kirche ausgetreten"],
            ),
            ("Konfession: [ ] ev [x] rk", &["rk"]),
            (
                "Die Patientin gehörte der griechisch-orthodoxen Kirche an.",
                &["gehörte der griechisch-orthodoxen Kirche"],
            ),
            ("Der Kläger ist Zeuge Jehovas.", &["Zeuge Jehovas"]),
        ],
        not_found: &[
            "Evangelische Kirchengemeinde Musterstadt, Pfarrer Muster",
            "Umbau der katholischen Kindertagesstätte St. Anna, Bauherr: katholische Kirche",
            "Herr Pfarrer Muster, katholisches Pfarramt",
            "Die evangelische und die katholische Kirche laden ein.",
            "Konfession: [ ] ev [ ] rk",
            "Katholische Kita St. Josef, Frau Muster",
            "Sanierung des jüdischen Friedhofs",
            "Religion: _______",
            "Religion 2 Stunden, Mathematik 4 Stunden",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Konfession Religion Religionszugehörigkeit Religionsgemeinschaft Religionsbekenntnis Bekenntnis \
        Glaubensbekenntnis Glaube Glaubensrichtung Kirchenzugehörigkeit Kirchensteuermerkmal* Kirchensteuerabzugsmerkmal* \
        Kirchensteuer KiSt Kirchenmitgliedschaft Konf Rel Reli Relig RELI religionszugehoerigkeit religionszugehörigkeit \
        bekenntnis glaube konf= rel= reli relig kist Bekenntnis_der_* Bekenntnis_des_* Konfession_der_* Konfession_des_* \
        Religion_der_* Religion_des_* Kirchenangehörigkeit Rel_Zug Kirche kirchensteuer \
        Steuererhebende_Religionsgemeinschaft Zugehörigkeit_zu_einer_Religionsgemeinschaft Weltanschauung konfession \
        religion Bek Kirche= Religionszugeh Konfessionszugehörigkeit Kirchenst Kirchensteuermerkm*",
    strong: "griechisch_katholisch* griech_orth* griech_kath* rum_orth* russ_orth* serb_orth* syr_orth* ukrainisch_orthodox* \
        bulgarisch_orthodox* armenisch_apostolisch* armenisch_orthodox* koptisch_orthodox* äthiopisch_orthodox* gottgläubig* \
        gottlos freireligiöse*_Gemeinde Zeugen_Jehovas Katholiken= Freikirchler* Bahá* Mennonit* Quäker* Methodist* \
        Konvertit* ohne_Bekenntnis ohne_Konfession konfessionsfrei* aus_der_*_*_Kirche_ausgetreten römisch_katholisch* \
        röm_kath* griechisch_orthodox* russisch_orthodox* serbisch_orthodox* syrisch_orthodox* rumänisch_orthodox* \
        evangelisch_lutherisch* evangelisch_reformiert* evangelisch_freikirchlich* ev_luth* ev_ref* altkatholisch* \
        alt_katholisch* neuapostolisch* Zeuge*_Jehovas Zeugin_Jehovas konfessionslos* bekenntnislos* Kirchenaustritt* \
        aus_der_Kirche_ausgetreten aus_der_*_Kirche_ausgetreten Austritt*_aus_der_Kirche Austritt*_aus_der_*_Kirche \
        Austritt*_aus_der_*_*_Kirche Muslim Muslime Muslimin Moslem Moslemin Atheist* Katholik Katholikin Protestant \
        Protestantin Hindu Buddhist Buddhistin Jüdin Alevit Alevitin Sunnit* Schiit* Jeside* Jesidin* Yezide* \
        konvertiert_zum_* zum_Islam_konvertiert* zum_Christentum_konvertiert* zum_Judentum_konvertiert* Mormone* Baptist \
        Baptistin Adventist* ohne_Religionszugehörigkeit",
    medium: "getauft* Taufe Islam Judentum Buddhismus Hinduismus Christentum",
    weak: "",
    codes: "rk= ev= isra= isl= lt= ak= vd= rf= fr= jd= musl= kath= evang=",
    adjectives: "katholisch* evangelisch* muslimisch* moslemisch* islamisch* jüdisch* orthodox* buddhistisch* hinduistisch* \
        alevitisch* sunnitisch* schiitisch* jesidisch* yezidisch* christlich* freireligiös* religionslos* protestantisch* \
        atheistisch* mennonitisch* reformiert* lutherisch* mosaisch* israelitisch* apostolisch* baptistisch* adventistisch* \
        freikirchlich*",
    values: "isra rk r_k ev e_v röm kath lt rf fr fg fm fa fb fs ak is ib jd jh isby il iw vd oa oB ohne keine isl islamisch \
        musl orth prot ev_luth ev_ref evl Jude christl Christ Christin Muslim freikirchlich nein ja verschieden sonstige \
        sonst gr_orth Islam Buddhismus Hinduismus Judentum Christentum Alevitentum Sikh neuap konfessionsfrei agnostisch \
        evang* islam* muslim* hind* budd* neuapostol* freik*",
    relations: "Mitglied Mitgliedschaft gehört= gehörte= gehöre= angehört= trete= tritt= trat= eingetreten= ausgetreten= \
        Austritt Eintritt Übertritt bekennt= bekenne= Angehöriger Angehörige konvertiert= konvertierte=",
    objects: "Kirche Landeskirche Freikirche Zeugen_Jehovas Islam Christentum Judentum Buddhismus Heilsarmee Brüdergemeinde \
        Pfingstgemeinde Kultusgemeinde Moscheegemeinde",
    origins: "",
    stems: "",
    tails: "",
    endings: "",
    scenes: "",
    harmless: "gemeinde unterricht pädagoge pädagogin lehrer lehrerin lehre freiheit verfassung wissenschaft kirche kirchen \
        amt haus schule steuer gesellschaft verband verein mittel fonds schutz anschlag stunde stunden rat vertrag recht \
        geschichte konferenz kunde feier fest kapelle kleid register wanderer",
};
