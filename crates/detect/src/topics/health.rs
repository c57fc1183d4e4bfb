// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "health",
    version: 2,
    entity: Entity::Health,
    purpose: "What tells of a person's health (Art. 4 Nr. 15, Art. 9 DSGVO): an illness, a disability with its degree, a \
              therapy, a medicine, a diagnosis code. A term alone is nothing: leaflets, statutes, budgets and clinics are \
              full of them. It counts where a label announces it (`Diagnose:`), where someone has it (`leidet an`), or \
              where a person stands beside it. The value is the term as it is written.",
    source: "Own list of common diagnoses, medicines and words of files in social, school, staff and health offices, as \
             general knowledge; degrees: § 152 SGB IX, § 15 SGB XI; codes: form of ICD-10-GM (BfArM)",
    samples: Samples {
        found: &[
            ("Diagnose: Diabetes mellitus Typ 2", &["Diabetes mellitus Typ 2"]),
            ("Diagnosen: Adipositas, arterielle Hypertonie", &["Adipositas", "arterielle Hypertonie"]),
            ("Diagnose: F32.1", &["F32.1"]),
            ("Herr Muster leidet seit Jahren an Asthma bronchiale und bittet um", &["Asthma bronchiale"]),
            ("Die Antragstellerin leidet an einer schweren Depression.", &["schweren Depression"]),
            ("Bei Frau Muster wurde Brustkrebs festgestellt.", &["Brustkrebs"]),
            ("Der Kläger ist an Multipler Sklerose erkrankt.", &["Multipler Sklerose"]),
            ("Bei Ihrem Sohn besteht ein GdB von 50.", &["GdB von 50"]),
            ("Frau Muster, Pflegegrad 3, bewohnt", &["Pflegegrad 3"]),
            (
                "Mein Sohn hat ADHS und eine Lese-Rechtschreib-Störung.",
                &["ADHS", "Lese-Rechtschreib-Störung"],
            ),
            ("Allergien: Erdnüsse", &["Erdnüsse"]),
        ],
        not_found: &[
            "Gesundheitsamt, Zimmer 12, Frau Muster, Tel. 0228 77-1",
            "Die Diabetesberatung der Klinik berät Menschen mit Diabetes.",
            "Frau Müller berichtet über die Zunahme von Masern im Kreisgebiet.",
            "Schwerbehinderte im Sinne des § 2 SGB IX sind Menschen mit einem GdB von wenigstens 50.",
            "Herr Muster ist krank.",
            "Diagnose: ______________",
            "Haushalt des Krankenhauses: Onkologie 120.000 Euro, Krebsregister 5.000 Euro",
            "Das Gebäude leidet unter Feuchtigkeit.",
            "Fehlerdiagnose: Netzteil defekt",
            "Maßnahmen gegen Legionellen und Hepatitis sind gemäß § 5 der Hygieneverordnung zu treffen.",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Diagnose Diagnosen Hauptdiagnose* Nebendiagnose* Verdachtsdiagnose Aufnahmediagnose Entlassungsdiagnose \
        Dauerdiagnose* Behandlungsdiagnose* ICD Krankheit Krankheiten Krankheitsbild Erkrankung \
        Erkrankungen Vorerkrankung* Grunderkrankung* Begleiterkrankung* Behinderung Behinderungen Behinderungsart \
        Art_der_Behinderung Art_der_Erkrankung Grad_der_Behinderung GdB Schwerbehinderung schwerbehindert \
        Merkzeichen Allergie Allergien Unverträglichkeit* Medikation Medikament Medikamente Dauermedikation \
        Gesundheitszustand Gesundheitliche_Einschränkung* Einschränkungen Pflegegrad Pflegestufe Blutgruppe Befund \
        Befunde Anamnese Krankheitsgrund Gesundheitsdaten Beeinträchtigung* Beschwerden Todesursache \
        Förderbedarf Förderschwerpunkt Impfstatus Einschränkung Gesundheitliche_Besonderheit* Gesundheit= Diagn Diag Dg AU_Grund \
        Behinderungsbild Funktionsbeeinträchtigung* Funktionseinschränkung* Kontraindikation* medizinische_Hinweise \
        med_Hinweise Schwerbehindertenstatus GdS MdE Grad_der_Schädigung Dauermedikament* Leiden= diagnose diagnosen erkrankung \
        krankheit behinderung befund allergien medikation icd pflegegrad",
    strong: "Morbus_Bechterew Spondylitis* Rhizarthrose* Sehnenscheidenentzündung* Fersensporn* Hallux* Tennisarm Bandscheibenschaden* \
        Bandscheibenprotrusion* Wirbelgleiten Ischialgie* Hexenschuss Frozen_Shoulder Rotatorenmanschette* Hüftdysplasie* Klumpfuß* \
        Spina_bifida Hydrozephalus* Mikrozephalie* Epidermolysis* Vitiligo Nesselsucht Urtikaria* Rosazea Akne_inversa Erysipel* \
        Parodontitis* Sarkom* Plasmozytom* Myelom* Non_Hodgkin* Lymphdrüsenkrebs* Hodenkrebs* Speiseröhrenkrebs* Gehirntumor* Astrozytom* \
        Glioblastom* Meningeom* Neuroblastom* Kardiomyopathie* Herzklappenfehler* Mitralklappen* Aortenstenose* Aortenaneurysma* Tachykardie* \
        Herzmuskelentzündung* Myokarditis* Endokarditis* Perikarditis* Krampfader* Lymphödem* Lipödem* pAVK Lungenhochdruck* \
        Bronchiektasen* Lungenkrankheit* Sauerstofftherapie* Heimbeatmung* Tracheostoma* Luftröhrenschnitt* Stoma PEG_Sonde* Magensonde* \
        Refluxkrankheit* Speiseröhren* Ösophagitis* Magenschleimhautentzündung* Zwölffingerdarmgeschwür* Ileus* Analfissur* Hämorrhoiden \
        Gallenblasenentzündung* Leberentzündung* Leberkrebs* Hämochromatose* Wilson_Krankheit Zystenniere* Nierensteine Nephropathie* \
        Dialysepatient* Nierenersatztherapie* Blasenentleerungsstörung* Stuhlinkontinenz* Unfruchtbarkeit* Myom* Gebärmutter* Eierstock* \
        Wechseljahresbeschwerden Totgeburt* Frühgeburt* Frühchen Wochenbettdepression* Schwangerschaftsdiabetes* Gestationsdiabetes* \
        Schilddrüsenüberfunktion* Akromegalie* Kleinwuchs* kleinwüchsig* Turner_Syndrom \
        Ehlers_Danlos* Chorea* ALS_Erkrankung* amyotrophe*_Lateralsklerose Myasthenie* Narkolepsie* Restless_Legs* Trigeminus* \
        Guillain_Barr* Facialisparese* Fazialisparese* Hemiparese* Hemiplegie* Tetraplegie* Tetraparese* Paraplegie* Aphasie* Dysphagie* \
        Apraxie* Mutismus* mutistisch* Stimmbandlähmung* Cochlea_Implantat* Hörsturz* Schwindel_Erkrankung* Katarakt* \
        Retinitis* Makulopathie* Nachtblind* Farbenblind* Schielen Wahnvorstellung* Halluzination* manisch* \
        schizoaffektiv* Anpassungsstörung* Somatisierungsstörung* Kaufsucht* Internetsucht* Cannabisabhängigkeit* Cannabiskonsum* \
        Kokain* Crystal_Meth* Amphetamin* Opiat* Alkoholmissbrauch* Drogenmissbrauch* selbstverletzend* \
        Selbstverletzung* Suizidversuch* Trauma_Therapie* Missbrauchserfahrung* Aufmerksamkeitsdefizit* Hyperaktivität* \
        Einnässen Enkopresis* Schreibaby* Trinkschwäche* Gedeihstörung* Entwicklungsrückstand* Sprachstörung* Wahrnehmungsstörung* \
        Bindungsstörung* Fütterstörung* Fruktoseintoleranz* Histaminintoleranz* Weizenallergie* Milcheiweißallergie* Hühnereiallergie* \
        Sojaallergie* Wespengiftallergie* Latexallergie* Kontaktallergie* Tierhaarallergie* Anaphylaxie* Notfallset* Epipen* Fastjekt* \
        Cortison* Kortison* Antidepressiv* Neuroleptik* Blutverdünner* Betablocker* Chemotherapeutik* Immunsuppressiv* Herpes* Gürtelrose* \
        Pfeiffersches_Drüsenfieber* Malaria* Typhus* Cholera* Diphtherie* Tetanus_Erkrankung* Ringelröteln* Mumps* \
        Läusebefall* Norovirus_Infektion* Salmonellose* Salmonellen_Infektion* MRSA* Clostridien* Covid_19 Corona_positiv \
        Schleudertrauma* Rollstuhl* Gallenstein_OP* Prellung* Rippenprellung* Platzwunde* Quetschung* Fingerquetschung* Hirnschädigung* Hörschädigung* Hörgerät* \
        Kniegelenkersatz* Hüftgelenkersatz* Hüft_OP Knie_OP Herz_OP Lumboischialgie* Langzeiterkrankung* Präeklampsie* Delir Gehirnerschütterung* \
        Gehstörung* Sehstörung* Schlafmangel* Hörminderung* Rückenleiden* Medikinet* Panikattacke* Suizidgefahr* Sprachentwicklungsverzögerung* Harninkontinenz* Beinvenenthrombose* Tourette* Hashimoto* Hirntumor* Diabetes Diabetiker* diabetisch* Asthma* Epilepsie* Epileptiker* Depression* Demenz* Alzheimer* Parkinson* \
        Morbus_* Multiple*_Sklerose ADHS ADS PTBS COPD KHK HIV HIV_positiv AIDS Schizophrenie* schizophren* Psychose* \
        Krebserkrankung* krebskrank* Krebs Brustkrebs* Lungenkrebs* Darmkrebs* Hautkrebs* Prostatakrebs* Blutkrebs* \
        Magenkrebs* Gebärmutterhalskrebs* Bauchspeicheldrüsenkrebs* Nierenkrebs* Leberkrebs* Kehlkopfkrebs* \
        Eierstockkrebs* Blasenkrebs* Schilddrüsenkrebs* Karzinom* Mammakarzinom* Bronchialkarzinom* \
        Leukämie* Lymphom* Melanom* Tumor Tumore Tumoren Hirntumor* Tumorerkrankung* Metastase* Sarkom* Chemotherapie* \
        Strahlentherapie* Herzinfarkt* Myokardinfarkt* Schlaganfall* Apoplex* Herzinsuffizienz* Herzschwäche* \
        Herzfehler* Herzkrankheit* Herzerkrankung* Herzrhythmusstörung* Vorhofflimmern Bluthochdruck* Hypertonie* \
        Hypertonus Arteriosklerose* Thrombose* Embolie* Lungenembolie* Niereninsuffizienz* Nierenversagen \
        Nierenerkrankung* Dialyse* dialysepflichtig* Leberzirrhose* Leberinsuffizienz* Hepatitis* Tuberkulose* \
        Borreliose* Rheuma* Arthritis* Arthrose* Kniearthrose* Hüftarthrose* Gonarthrose* Coxarthrose* \
        Osteoporose* Fibromyalgie* Bandscheibenvorfall* Skoliose* Spondylose* Fraktur* Oberschenkelhalsbruch* \
        Wirbelsäulenleiden Wirbelsäulensyndrom* Lumbago* LWS_Syndrom HWS_Syndrom Migräne* Angststörung* Panikstörung* \
        Zwangsstörung* Anpassungsstörung* Persönlichkeitsstörung* Borderline* Belastungsstörung* Essstörung* \
        Schlafstörung* Schlafapnoe* Anorexie* Magersucht* Bulimie* Burnout Burn_out* Trauma_Folgestörung* \
        Traumafolgestörung* Suizidversuch* suizidal* Suizidgedanken Suizidalität Selbstmordversuch* \
        Alkoholabhängigkeit* alkoholabhängig* Alkoholkrank* alkoholkrank* Alkoholsucht* Alkoholiker* Alkoholismus \
        Drogenabhängigkeit* drogenabhängig* Drogensucht* drogensüchtig* heroinabhängig* Heroinabhängigkeit* \
        Medikamentenabhängigkeit* medikamentenabhängig* suchtkrank* Spielsucht* spielsüchtig* Substitution_mit_* \
        Methadon* Autismus* Autist* autistisch* Asperger* Down_Syndrom Trisomie* Lese_Rechtschreib_* Legasthenie* \
        Dyskalkulie* Sprachentwicklungsstörung* Entwicklungsverzögerung* Entwicklungsstörung* Verhaltensauffälligkeit* \
        Intelligenzminderung* Lernbehinderung* lernbehindert* geistige*_Behinderung* geistig_behindert* \
        körperliche*_Behinderung* Körperbehinderung* körperbehindert* Mehrfachbehinderung* seelische*_Behinderung* \
        seelisch_behindert* psychische*_Erkrankung* psychisch_krank* psychisch_erkrankt* psychische*_Störung* \
        Sehbehinderung* sehbehindert* Hörbehinderung* hörbehindert* gehörlos* Gehörlosigkeit Schwerhörigkeit* \
        schwerhörig* Taubheit taubstumm* Hörminderung Hörsturz Tinnitus* Erblindung erblindet* Glaukom* Grauer_Star \
        Makuladegeneration* Netzhautablösung* Querschnittslähmung* querschnittsgelähmt* querschnittgelähmt* \
        Lähmung* halbseitig_gelähmt* Rollstuhlfahrer* rollstuhlpflichtig* auf_den_Rollstuhl* Spastik* \
        Zerebralparese* Muskeldystrophie* Mukoviszidose* Neurodermitis* Psoriasis* Schuppenflechte* Ekzem* \
        Zöliakie* Laktoseintoleranz* Glutenunverträglichkeit* Lebensmittelallergie* Nahrungsmittelallergie* \
        Pollenallergie* Erdnussallergie* Nussallergie* Hausstauballergie* Heuschnupfen* Insektengiftallergie* \
        Bienengiftallergie* Penicillinallergie* Penizillinallergie* Adipositas* adipös* Übergewicht übergewichtig* \
        Gastritis* Colitis* Pankreatitis* Meningitis* Bronchitis* Pneumonie* Lungenentzündung* Sinusitis* Angina* \
        Lungenemphysem* Lungenfibrose* Hypothyreose* Hyperthyreose* Schilddrüsenunterfunktion* Gicht* Anämie* \
        Endometriose* Fehlgeburt* Risikoschwangerschaft* Schwangerschaftsabbruch* Inkontinenz* inkontinent* \
        Dekubitus* Pflegegrad# Pflegestufe# GdB# GdS# MdE# Grad_der_Behinderung# Schwerbehindertenausweis* \
        schwerbehindert* Schwerbehinderung* Merkzeichen# Blutgruppe# Covid_19_Erkrankung Corona_Infektion* \
        Long_Covid* Post_Covid* Insulin* Ritalin* Metformin* Marcumar* Citalopram* Sertralin* Lithium_Therapie* \
        Psychotherapie* psychotherapeutisch* Entgiftung Entziehungskur* Entzugsbehandlung* Suchterkrankung* \
        Nierentransplantation* Organtransplantation* Amputation* amputiert* Hüft_TEP Knie_TEP Gehbehinderung* \
        gehbehindert* außergewöhnlich_gehbehindert* pflegebedürftig* bettlägerig* Wachkoma* Kinderlähmung* \
        Polyneuropathie* Neuropathie* Hirnblutung* Schädel_Hirn_Trauma Aneurysma* Lupus* Sarkoidose* Sklerodermie* \
        Hämophilie* Phenylketonurie* Syphilis* Gonorrhoe* Gonorrhö* Chlamydien* Skabies* Krätze* Borderline_Störung* \
        bipolare*_Störung* affektive*_Störung* depressive*_Episode* depressive*_Störung* \
        Niereninsuffizienz* Impingement* Karpaltunnelsyndrom* Meniskusriss* Kreuzbandriss* Erschöpfungssyndrom* \
        Erschöpfungsdepression* Überlastungssyndrom* Fettleber* Reizdarm* Divertikulitis* Blinddarm* Gallenstein* \
        Nierenstein* Gürtelrose* Zeckenbiss* Hautausschlag* Rückenleiden Herzleiden Lungenleiden Nervenleiden \
        Augenleiden Hüftleiden Nierenleiden Magengeschwür* Sepsis* Blutvergiftung* Schwindelanfälle Krampfanfall* \
        Krampfanfälle epileptische*_Anfälle epileptische*_Anfall* Herzschrittmacher* Bypass_Operation* \
        Stent Legasthenike* Neurose* Phobie* Sozialphobie* Stottern stottert Enuresis* Fetale*_Alkohol* FASD",
    medium: "Ibuprofen* Ramipril* Bisoprolol* Prednisolon* Simvastatin* Pantoprazol* Tilidin* Risperidon* Quetiapin* Mirtazapin* Levodopa* Salbutamol* Thyroxin* Methylphenidat* Candesartan* Amlodipin* Metoprolol* Torasemid* Diazepam* \
        Lorazepam* Tramadol* Novaminsulfon* Fentanyl* Olanzapin* Fluoxetin* Venlafaxin* Lithium arbeitsunfähig* Arbeitsunfähigkeit* AU_Bescheinigung* krankgeschrieben* Krankschreibung* dienstunfähig* \
        Dienstunfähigkeit* erwerbsunfähig* Erwerbsunfähigkeit* erwerbsgemindert* Erwerbsminderung* berufsunfähig* \
        Berufsunfähigkeit* schwanger* Schwangerschaft* Risikopatient* schwer_erkrankt* schwer_krank* chronisch_krank* \
        chronische*_Erkrankung* chronische*_Krankheit* chronisch_erkrankt* blind Behandlungsbedürftigkeit depressiv* \
        psychotisch* dement* Reha_Maßnahme* Rehabilitationsmaßnahme* Krankenhausaufenthalt* Bandscheibenoperation* \
        Hüftoperation* Knieoperation* Herzoperation* Krankheitszeit* Krankheitstage Prüfungsunfähigkeit* prüfungsunfähig* Masern \
        Windpocken Scharlach Keuchhusten Grippe Influenza Scabies Kopfläuse stationäre*_Behandlung \
        psychiatrische*_Behandlung* fachärztliche*_Behandlung eingeschränkt_gehfähig* Sehschwäche* Rückenschmerz* \
        Wirbelsäulenbeschwerden Knieschmerz* Konzentrationsstörung* Schulangst Schulphobie",
    weak: "Behinderung krank Krankheit* Erkrankung* Schmerzen Erkältung* Infekt* Beschwerden Kur",
    codes: "",
    adjectives: "",
    values: "ja MS aG Bl Gl RF TBl Erdnuss* Erdnüsse Pollen Penicillin* Nüsse Bienengift Latex \
        Hausstaub* Laktose Gluten Fruktose Soja Lernen Sprache Sehen Hören",
    endings: "karzinom sarkom lymphom blastom syndrom insuffizienz infarkt allergie intoleranz unverträglichkeit phobie \
        depression psychose neurose demenz sklerose arthrose parese plegie krebs tumor fraktur thrombose embolie \
        lähmung behinderung erkrankung krankheit entzündung abhängigkeit störung neuralgie arthritis dermitis hepatitis \
        gastritis nephritis neuritis bronchitis zystitis colitis myelitis kolitis embolie hernie prolaps ruptur stenose \
        dystrophie anämie leukämie epilepsie psoriasis leiden zirrhose fibrose infektion minderung schwäche schmerzen \
        prellung quetschung schädigung gelenkersatz zerrung trauma amputation inkontinenz bruch verletzung vergiftung geschwür abszess ödem",
    scenes: "Attest* attestiert* Befund* Befundbericht* amtsärztlich* ärztlich* Arztbericht* Arztbrief* Entlassungsbericht* \
        Entlassbrief* Patient* Patientin Therapie* Medikament* Behandlung* stationär* Operation* operiert* Klinik* \
        Gutachten leidet litt leide erkrankt erkrankte diagnostiziert* Vorerkrankung* Diagnose* krankgeschrieben* arbeitsunfähig* Symptome Hausarzt* Hausärzt* Kinderarzt* \
        Facharzt* Amtsarzt* Reha= Krankheit",
    harmless: "beratung berater beraterin beratungsstelle stelle hilfe zentrum klinik ambulanz station register gesetz verordnung \
        prävention vorsorge früherkennung vorbeugung statistik forschung selbsthilfe selbsthilfegruppe kasse \
        versicherung amt schutz schutzgesetz schutzimpfung schule unterricht kurs tag woche monat verein verband bund \
        gesellschaft stiftung beauftragte beauftragter beauftragten vertretung recht richtlinie fonds bericht plan \
        konzept projekt programm heim haus arzt ärztin experte expertin quote zahl zahlen fälle risiko welle erreger \
        impfung test parkplatz werkstatt ausbildung ausbruch pandemie bekämpfung aufklärung tagung symposium forum \
        netzwerk bündnis koordination arbeit sport toilette eis park stock ordnung wissen info telefon app lehre strategie gruppe \
        geld versicherungen urlaub stiftung vertrauensperson beirat politik",
};
