// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "health",
    version: 5,
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
            ("Herr Muster leidet seit 2015 an HIV1 und bittet um Nachsicht.", &["HIV"]),
            ("Bei Frau Muster wurde Brustkrebs festgestellt.", &["Brustkrebs"]),
            ("Der Kläger ist an Multipler Sklerose erkrankt.", &["Multipler Sklerose"]),
            ("Bei Ihrem Sohn besteht ein GdB von 50.", &["GdB von 50"]),
            ("Frau Muster, Pflegegrad 3, bewohnt", &["Pflegegrad 3"]),
            (
                "Mein Sohn hat ADHS und eine Lese-Rechtschreib-Störung.",
                &["ADHS", "Lese-Rechtschreib-Störung"],
            ),
            ("Allergien: Erdnüsse", &["Erdnüsse"]),
            ("Der Kläger ist nach einer Bandscheiben-OP nierenkrank.", &["Bandscheiben-OP", "nierenkrank"]),
            ("Frau Muster hat eine Wespenallergie.", &["Wespenallergie"]),
            ("\"icd10\": \"B15.9\"", &["B15.9"]),
        ],
        not_found: &[
            "Gesundheitsamt, Zimmer 12, Frau Muster, Tel. 0228 77-1",
            "Die Diabetesberatung der Klinik berät Menschen mit Diabetes.",
            "Frau Müller berichtet über die Zunahme von Masern im Kreisgebiet.",
            "Schwerbehinderte im Sinne des § 2 SGB IX sind Menschen mit einem GdB von wenigstens 50.",
            "Herr Muster ist krank.",
            "Schwerbehinderung: nein\nAllergien: keine",
            "Frau Muster hat keine Allergien und kein Asthma.",
            "Hilfen für Menschen mit Behinderung\t11980",
            "Pflegegrad: [ ] 1 [ ] 2 [ ] 3",
            "Diagnose: ______________",
            "Haushalt des Krankenhauses: Onkologie 120.000 Euro, Krebsregister 5.000 Euro",
            "Das Gebäude leidet unter Feuchtigkeit.",
            "Frau Muster hat dementsprechend Widerspruch eingelegt.",
            "Fehlerdiagnose: Netzteil defekt",
            "Maßnahmen gegen Legionellen und Hepatitis sind gemäß § 5 der Hygieneverordnung zu treffen.",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Diagnose Diagnosen Hauptdiagnose* Nebendiagnose* Verdachtsdiagnose Aufnahmediagnose Entlassungsdiagnose \
        Dauerdiagnose* Behandlungsdiagnose* ICD icd diagnose diagnosen krankheit erkrankung behinderung merkzeichen \
        pflegegrad allergie allergien medikation medikamente gdb verletzung verletzungen Verletzungsart Verletzungsfolge* \
        Art_der_Verletzung* Unfallfolge* Gesundheitsstörung* Funktionsbeeinträchtigung* Funktionseinschränkung* \
        Gesundheitliche_Besonderheit* Gesundheitliche_Hinweise Nahrungsmittelunverträglichkeit* Infektion \
        Infektionskrankheit erreger Suchtmittel Sucht Besonderheiten Krankheit Krankheiten Krankheitsbild Erkrankung \
        Erkrankungen Vorerkrankung* Grunderkrankung* Begleiterkrankung* Behinderung Behinderungen Behinderungsart \
        Art_der_Behinderung Art_der_Erkrankung Grad_der_Behinderung GdB Schwerbehinderung schwerbehindert Merkzeichen \
        Allergie Allergien Unverträglichkeit* Medikation Medikament Medikamente Dauermedikation Gesundheitszustand \
        Gesundheitliche_Einschränkung* Einschränkungen Pflegegrad Pflegestufe Blutgruppe Befund Befunde Anamnese \
        Krankheitsgrund Gesundheitsdaten Beeinträchtigung* Beschwerden Todesursache Förderbedarf Förderschwerpunkt \
        Impfstatus Einschränkung Gesundheit= Diagn Diag Dg AU_Grund Behinderungsbild Kontraindikation* medizinische_Hinweise \
        med_Hinweise Schwerbehindertenstatus GdS MdE Grad_der_Schädigung Dauermedikament* Leiden= befund",
    strong: "Diabetes Diabetiker* diabetisch* Asthma* Epilepsie* Epileptiker* Depression* Demenz* Alzheimer* Parkinson* \
        Morbus_* Multiple*_Sklerose ADHS ADS PTBS COPD KHK HIV HIV_positiv AIDS Schizophrenie* schizophren* Psychose* \
        Krebserkrankung* krebskrank* Krebs Brustkrebs* Lungenkrebs* Darmkrebs* Hautkrebs* Prostatakrebs* Blutkrebs* \
        Magenkrebs* Gebärmutterhalskrebs* Bauchspeicheldrüsenkrebs* Nierenkrebs* Leberkrebs* Kehlkopfkrebs* Eierstockkrebs* \
        Blasenkrebs* Schilddrüsenkrebs* Karzinom* Mammakarzinom* Bronchialkarzinom* Leukämie* Lymphom* Melanom* Tumor Tumore \
        Tumoren Hirntumor* Tumorerkrankung* Metastase* Sarkom* Chemotherapie* Strahlentherapie* Herzinfarkt* Myokardinfarkt* \
        Schlaganfall* Apoplex* Herzinsuffizienz* Herzschwäche* Herzfehler* Herzkrankheit* Herzerkrankung* \
        Herzrhythmusstörung* Vorhofflimmern Bluthochdruck* Hypertonie* Hypertonus Arteriosklerose* Thrombose* Embolie* \
        Lungenembolie* Niereninsuffizienz* Nierenversagen Nierenerkrankung* Dialyse* dialysepflichtig* Leberzirrhose* \
        Leberinsuffizienz* Hepatitis* Tuberkulose* Borreliose* Rheuma* Arthritis* Arthrose* Kniearthrose* Hüftarthrose* \
        Gonarthrose* Coxarthrose* Osteoporose* Fibromyalgie* Bandscheibenvorfall* Skoliose* Spondylose* Fraktur* \
        Oberschenkelhalsbruch* Wirbelsäulenleiden Wirbelsäulensyndrom* Lumbago* LWS_Syndrom HWS_Syndrom Migräne* \
        Angststörung* Panikstörung* Zwangsstörung* Anpassungsstörung* Persönlichkeitsstörung* Borderline* Belastungsstörung* \
        Essstörung* Schlafstörung* Schlafapnoe* Anorexie* Magersucht* Bulimie* Burnout Burn_out* Trauma_Folgestörung* \
        Traumafolgestörung* Suizidversuch* suizidal* Suizidgedanken Suizidalität Selbstmordversuch* Alkoholabhängigkeit* \
        alkoholabhängig* Alkoholkrank* alkoholkrank* Alkoholsucht* Alkoholiker* Alkoholismus Drogenabhängigkeit* \
        drogenabhängig* Drogensucht* drogensüchtig* heroinabhängig* Heroinabhängigkeit* Medikamentenabhängigkeit* \
        medikamentenabhängig* suchtkrank* Spielsucht* spielsüchtig* Substitution_mit_* Methadon* Autismus* Autist* \
        autistisch* Asperger* Down_Syndrom Trisomie* Lese_Rechtschreib_* Legasthenie* Dyskalkulie* \
        Sprachentwicklungsstörung* Entwicklungsverzögerung* Entwicklungsstörung* Verhaltensauffälligkeit* \
        Intelligenzminderung* Lernbehinderung* lernbehindert* geistige*_Behinderung* geistig_behindert* \
        körperliche*_Behinderung* Körperbehinderung* körperbehindert* Mehrfachbehinderung* seelische*_Behinderung* \
        seelisch_behindert* psychische*_Erkrankung* psychisch_krank* psychisch_erkrankt* psychische*_Störung* \
        Sehbehinderung* sehbehindert* Hörbehinderung* hörbehindert* gehörlos* Gehörlosigkeit Schwerhörigkeit* schwerhörig* \
        Taubheit taubstumm* Hörminderung Hörsturz Tinnitus* Erblindung erblindet* Glaukom* Grauer_Star Makuladegeneration* \
        Netzhautablösung* Querschnittslähmung* querschnittsgelähmt* querschnittgelähmt* Lähmung* halbseitig_gelähmt* \
        Rollstuhlfahrer* rollstuhlpflichtig* auf_den_Rollstuhl* Spastik* Zerebralparese* Muskeldystrophie* Mukoviszidose* \
        Neurodermitis* Psoriasis* Schuppenflechte* Ekzem* Zöliakie* Laktoseintoleranz* Glutenunverträglichkeit* \
        Lebensmittelallergie* Nahrungsmittelallergie* Pollenallergie* Erdnussallergie* Nussallergie* Hausstauballergie* \
        Heuschnupfen* Insektengiftallergie* Bienengiftallergie* Penicillinallergie* Penizillinallergie* Adipositas* adipös* \
        Übergewicht übergewichtig* Gastritis* Colitis* Pankreatitis* Meningitis* Bronchitis* Pneumonie* Lungenentzündung* \
        Sinusitis* Angina* Lungenemphysem* Lungenfibrose* Hypothyreose* Hyperthyreose* Schilddrüsenunterfunktion* Gicht* \
        Anämie* Endometriose* Fehlgeburt* Risikoschwangerschaft* Schwangerschaftsabbruch* Inkontinenz* inkontinent* \
        Dekubitus* Pflegegrad# Pflegestufe# GdB# GdS# MdE# Grad_der_Behinderung# Schwerbehindertenausweis* schwerbehindert* \
        Schwerbehinderung* Merkzeichen# Blutgruppe# Covid_19_Erkrankung Corona_Infektion* Long_Covid* Post_Covid* Insulin* \
        Ritalin* Metformin* Marcumar* Citalopram* Sertralin* Lithium_Therapie* Entgiftung Entziehungskur* Entzugsbehandlung* \
        Suchterkrankung* Nierentransplantation* Organtransplantation* Amputation* amputiert* Hüft_TEP Knie_TEP \
        Gehbehinderung* gehbehindert* außergewöhnlich_gehbehindert* pflegebedürftig* bettlägerig* Wachkoma* Kinderlähmung* \
        Polyneuropathie* Neuropathie* Hirnblutung* Schädel_Hirn_Trauma Aneurysma* Lupus* Sarkoidose* Sklerodermie* \
        Hämophilie* Phenylketonurie* Syphilis* Gonorrhoe* Gonorrhö* Chlamydien* Skabies* Krätze* Borderline_Störung* \
        bipolare*_Störung* affektive*_Störung* depressive*_Episode* depressive*_Störung* Impingement* Karpaltunnelsyndrom* \
        Meniskusriss* Kreuzbandriss* Erschöpfungssyndrom* Erschöpfungsdepression* Überlastungssyndrom* Fettleber* Reizdarm* \
        Divertikulitis* Blinddarm* Gallenstein* Nierenstein* Gürtelrose* Zeckenbiss* Hautausschlag* Rückenleiden Herzleiden \
        Lungenleiden Nervenleiden Augenleiden Hüftleiden Nierenleiden Magengeschwür* Sepsis* Blutvergiftung* \
        Schwindelanfälle Krampfanfall* Krampfanfälle epileptische*_Anfälle epileptische*_Anfall* Herzschrittmacher* \
        Bypass_Operation* Lumboischialgie* Ischialgie* Lumbalgie* Hashimoto* Präeklampsie* Panikattacke* Sectio \
        Kaiserschnitt* Totgeburt* Frühgeburt* Gehirnerschütterung* Schleudertrauma* Bänderriss* Bänderdehnung* Knochenbruch* \
        Armbruch* Beinbruch* Platzwunde* Schürfwunde* Schnittwunde* Prellung* Verstauchung* Zerrung* Quetschung* Distorsion* \
        Luxation* Kontusion* Hämatom* Rippenbruch* HWS_Distorsion* Delir* Manie manisch* pathologische*_Glücksspiel* \
        pathologische*_Spielen* Glücksspielsucht* selbstverletzend* Selbstverletzung* Mutismus Tourette* Halluzination* \
        Wahnvorstellung* Nervenzusammenbruch* Erschöpfungszustand* psychische*_Belastung* psychische*_Probleme* \
        Autoaggression* substituiert* Substitutionsbehandlung* Hörschäd* Hörgerät* Cochlea* Fehlsichtigkeit* Sehhilfe* \
        Gehhilfe* Prothese* Blindenhund* Hyperaktivität* hyperaktiv* Spina_bifida Hydrocephalus Kleinwuchs* kleinwüchsig* \
        Klumpfuß* Gaumenspalte* Sichelzell* Thalassämie* Huntington* Reflux* Lymphödem* Wundrose* Krampfader* Leistenbruch* \
        Nabelbruch* Hernie* Karies Parodontitis* Wurzelbehandlung* Katarakt* Grüner_Star Keratokonus* Schluckstörung* \
        Fieberkrampf* Fieberkrämpfe* Herzstillstand* Harnwegsinfekt* Blasenschwäche* Allergiker* Allergie_gegen_* \
        allergisch_gegen_* allergisch_auf_* Zuckerkrank* zuckerkrank* demenziell* demenzkrank* parkinsonkrank* aidskrank* \
        HIV_infiziert* Langzeiterkrank* langzeiterkrankt* langzeitkrank* dauerkrank* Anschlussheilbehandlung* \
        stationäre*_Reha* in_Reha Reha_nach_* liegt_im_Krankenhaus im_Krankenhaus_wegen* \
        schwerbehinderten_Menschen_gleichgestellt schwerbehinderten_Menschen_gleich_gestellt Suchttherapie* Traumatherapie* \
        Verhaltenstherapie* Entwöhnung* rückfällig_geworden Gallenkolik* Nierenkolik* Blinddarmentzündung* Mandelentzündung* \
        Mittelohrentzündung* Bindehautentzündung* Multimorbid* multimorbid* Grad_der_Behinderung_mit_GdB# Diphtherie* \
        Poliomyelitis Malaria Typhus Cholera Campylobacter* Salmonell* Norovir* Rotavir* Röteln Mumps Meningokokken* \
        Pertussis MRSA Donepezil* Memantin* Levetiracetam* Keppra Valproat* Orfiril Lamotrigin* Carbamazepin* Medikinet* \
        Concerta Elvanse Strattera Buccolam Morphin* Oxycodon* Targin Novalgin* Metamizol* Diclofenac* Paracetamol* \
        Clopidogrel* Enoxaparin* Clexane Heparin* Eliquis Xarelto Falithrom Madopar NovoRapid Lantus Ozempic Semaglutid* \
        Jardiance Enalapril* Lisinopril* Valsartan* Losartan* Lercanidipin* Hydrochlorothiazid* Furosemid* Spironolacton* \
        Digitoxin* Amiodaron* Atorvastatin* Rosuvastatin* Omeprazol* Euthyrox Cortison* Kortison* Symbicort Spiriva \
        Montelukast* Cetirizin* Loratadin* Methotrexat* Humira Adalimumab* Tamoxifen* Escitalopram* Paroxetin* Duloxetin* \
        Amitriptylin* Opipramol* Aripiprazol* Haloperidol* Clozapin* Melperon* Pipamperon* Promethazin* Tavor Zopiclon* \
        Buprenorphin* Subutex Polamidon* Levomethadon* Naltrexon* Gabapentin* Pregabalin* Lyrica Ropinirol* Pramipexol* \
        Allopurinol* Amoxicillin* Ciprofloxacin* Cefuroxim* Rifampicin* Antidepressiv* Neuroleptik* Psychopharmak* \
        Blutverdünner* Betablocker* Benzodiazepin* Chemotherapeutik* Stent Legasthenike* Neurose* Phobie* Sozialphobie* \
        Stottern stottert Enuresis* Fetale*_Alkohol* FASD Morbus_Bechterew Spondylitis* Rhizarthrose* \
        Sehnenscheidenentzündung* Fersensporn* Hallux* Tennisarm Bandscheibenschaden* Bandscheibenprotrusion* Wirbelgleiten \
        Hexenschuss Frozen_Shoulder Rotatorenmanschette* Hüftdysplasie* Hydrozephalus* Mikrozephalie* Epidermolysis* \
        Vitiligo Nesselsucht Urtikaria* Rosazea Akne_inversa Erysipel* Plasmozytom* Myelom* Non_Hodgkin* Lymphdrüsenkrebs* \
        Hodenkrebs* Speiseröhrenkrebs* Gehirntumor* Astrozytom* Glioblastom* Meningeom* Neuroblastom* Kardiomyopathie* \
        Herzklappenfehler* Mitralklappen* Aortenstenose* Aortenaneurysma* Tachykardie* Herzmuskelentzündung* Myokarditis* \
        Endokarditis* Perikarditis* Lipödem* pAVK Lungenhochdruck* Bronchiektasen* Lungenkrankheit* Sauerstofftherapie* \
        Heimbeatmung* Tracheostoma* Luftröhrenschnitt* Stoma PEG_Sonde* Magensonde* Refluxkrankheit* Speiseröhren* \
        Ösophagitis* Magenschleimhautentzündung* Zwölffingerdarmgeschwür* Ileus* Analfissur* Hämorrhoiden \
        Gallenblasenentzündung* Leberentzündung* Hämochromatose* Wilson_Krankheit Zystenniere* Nierensteine Nephropathie* \
        Dialysepatient* Nierenersatztherapie* Blasenentleerungsstörung* Stuhlinkontinenz* Unfruchtbarkeit* Myom* \
        Gebärmutter* Eierstock* Wechseljahresbeschwerden Frühchen Wochenbettdepression* Schwangerschaftsdiabetes* \
        Gestationsdiabetes* Schilddrüsenüberfunktion* Akromegalie* Turner_Syndrom Ehlers_Danlos* Chorea* ALS_Erkrankung* \
        amyotrophe*_Lateralsklerose Myasthenie* Narkolepsie* Restless_Legs* Trigeminus* Guillain_Barr* Facialisparese* \
        Fazialisparese* Hemiparese* Hemiplegie* Tetraplegie* Tetraparese* Paraplegie* Aphasie* Dysphagie* Apraxie* Mutismus* \
        mutistisch* Stimmbandlähmung* Cochlea_Implantat* Hörsturz* Schwindel_Erkrankung* Retinitis* Makulopathie* \
        Nachtblind* Farbenblind* Schielen schizoaffektiv* Somatisierungsstörung* Kaufsucht* Internetsucht* \
        Cannabisabhängigkeit* Cannabiskonsum* Kokain* Crystal_Meth* Amphetamin* Opiat* Alkoholmissbrauch* Drogenmissbrauch* \
        Trauma_Therapie* Missbrauchserfahrung* Aufmerksamkeitsdefizit* Einnässen Enkopresis* Schreibaby* Trinkschwäche* \
        Gedeihstörung* Entwicklungsrückstand* Sprachstörung* Wahrnehmungsstörung* Bindungsstörung* Fütterstörung* \
        Fruktoseintoleranz* Histaminintoleranz* Weizenallergie* Milcheiweißallergie* Hühnereiallergie* Sojaallergie* \
        Wespengiftallergie* Latexallergie* Kontaktallergie* Tierhaarallergie* Anaphylaxie* Notfallset* Epipen* Fastjekt* \
        Immunsuppressiv* Herpes* Pfeiffersches_Drüsenfieber* Malaria* Typhus* Cholera* Tetanus_Erkrankung* Ringelröteln* \
        Mumps* Läusebefall* Norovirus_Infektion* Salmonellose* Salmonellen_Infektion* MRSA* Clostridien* Covid_19 \
        Corona_positiv Rollstuhl* Gallenstein_OP* Rippenprellung* Fingerquetschung* Hirnschädigung* Hörschädigung* \
        Kniegelenkersatz* Hüftgelenkersatz* Hüft_OP Knie_OP Herz_OP Langzeiterkrankung* Delir Gehstörung* Sehstörung* \
        Schlafmangel* Hörminderung* Rückenleiden* Suizidgefahr* Sprachentwicklungsverzögerung* Harninkontinenz* \
        Beinvenenthrombose*",
    medium: "Ibuprofen* Ramipril* Bisoprolol* Prednisolon* Simvastatin* Pantoprazol* Tilidin* Risperidon* Quetiapin* \
        Mirtazapin* Levodopa* Salbutamol* Thyroxin* Methylphenidat* Candesartan* Amlodipin* Metoprolol* Torasemid* Diazepam* \
        Lorazepam* Tramadol* Novaminsulfon* Fentanyl* Olanzapin* Fluoxetin* Venlafaxin* Lithium arbeitsunfähig* \
        Arbeitsunfähigkeit* AU_Bescheinigung* krankgeschrieben* Krankschreibung* dienstunfähig* Dienstunfähigkeit* \
        erwerbsunfähig* Erwerbsunfähigkeit* erwerbsgemindert* Erwerbsminderung* berufsunfähig* Berufsunfähigkeit* schwanger* \
        Schwangerschaft* Risikopatient* schwer_erkrankt* schwer_krank* chronisch_krank* chronische*_Erkrankung* \
        chronische*_Krankheit* chronisch_erkrankt* blind Behandlungsbedürftigkeit depressiv* psychotisch* dement \
        Reha_Maßnahme* Rehabilitationsmaßnahme* Krankenhausaufenthalt* Bandscheibenoperation* Hüftoperation* Knieoperation* \
        Herzoperation* Krankheitszeit* Krankheitstage Prüfungsunfähigkeit* prüfungsunfähig* Masern Windpocken Scharlach \
        Keuchhusten Grippe Influenza Scabies Kopfläuse stationäre*_Behandlung psychiatrische*_Behandlung* \
        fachärztliche*_Behandlung eingeschränkt_gehfähig* Sehschwäche* Rückenschmerz* Psychotherapie* psychotherapeutisch* \
        Ergotherapie* Logopädie* Physiotherapie* Krankengymnastik* Bestrahlung* Tagesklinik* psychiatrisch* PsychKG Reha \
        Rehabilitation Mutter_Kind_Kur Krankengeld* Krankmeldung* krankgemeldet* krank_gemeldet* krank_geschrieben* \
        im_Krankenhaus stationär_im_* gleichgestellt_mit_* Rollstuhl* Rollator* Sauerstoffgerät* CPAP* Beschäftigungsverbot* \
        Allergie allergisch* geimpft* ungeimpft* nicht_immun* Titer Masernimpfung* Impfschaden* Kontraindikation* \
        untauglich* dienstuntauglich* Dienstuntauglichkeit* eingeschränkt_dienstfähig* eingeschränkte*_Dienstfähigkeit* \
        Dienstfähigkeit_eingeschränkt* begrenzt_dienstfähig* reiseunfähig* Reiseunfähigkeit* nicht_reisefähig* \
        verhandlungsunfähig* Verhandlungsunfähigkeit* haftunfähig* alkoholisiert* betrunken* Albträume* Alpträume* \
        sturzgefährdet* Weglauftendenz* palliativ* beatmet* Beatmung* Schwindelattacke* Brandwunde* Verbrennungen \
        Sportunfähig* Kurmaßnahme* Heilkur* Traumatisierung* traumatisiert* rückfällig* drogensüchtig* Läusebefall* \
        Kopflausbefall* Wirbelsäulenbeschwerden Knieschmerz* Konzentrationsstörung* Schulangst Schulphobie",
    weak: "Wiedereingliederung* Entbindungstermin* Unverträglichkeit* Psychiatrie Nachteilsausgleich* Behinderung krank \
        Krankheit* Erkrankung* Schmerzen Erkältung* Infekt* Beschwerden Kur",
    codes: "",
    adjectives: "",
    values: "ja MS aG Bl Gl RF TBl Erdnuss* Erdnüsse Pollen Penicillin* Nüsse Bienengift Latex Hausstaub* Laktose Gluten \
        Fruktose Soja Lernen Sprache Sehen Hören",
    relations: "",
    objects: "",
    origins: "",
    stems: "nieren* leber* herz* lungen* Magen* Darm* Dickdarm* Knie* Hüft* Schulter* Wirbel* Wirbelsäulen* Bandscheiben* \
        Kopf* Augen* Ohren* Haut* Knochen* Gelenk* Kniegelenk* Hüftgelenk* Handgelenk* Sprunggelenk* Muskel* Nerven* Hirn* \
        Gehirn* Blut* Schilddrüsen* Zahn* Kiefer* Finger* Daumen* Zehen* Ellenbogen* Ellbogen* Oberarm* Oberschenkel* \
        Schienbein* Wadenbein* Schlüsselbein* Rippen* Becken* Steißbein* Nasenbein* Prostata* Brust* Gebärmutter* Eierstock* \
        Schädel* Nacken* Kehlkopf* Speiseröhren* Gallen* Gallenblasen* Milz* Harnwegs* Blasen* Schlaf* Angst* Zwangs* Panik* \
        Stoffwechsel* Immun* Autoimmun* Gräser* Tierhaar* Katzenhaar* Hundehaar* Haselnuss* Hühnerei* Weizen* Soja* Fisch* \
        Krebstier* Wespen* Bienen* Milch* Milcheiweiß* Kuhmilch* Histamin* Fruktose* alkohol* cannabis* opiat* heroin* \
        kokain* Amphetamin* tabletten* medikamenten* Nikotin* Glücksspiel* Atem* Atemwegs* Aufmerksamkeits* Gedächtnis* \
        Gefäß* Venen* Meniskus* Kreuzband* Sehnen* Achillessehnen* Lymphdrüsen* Lymphknoten* krebs* Tumor* Rücken* Hals* \
        Mandel* Trommelfell* Netzhaut* Hornhaut* Wochenbett* demenz* Parkinson* Rheuma* zucker* Sucht* drogen* Krampf* \
        Schlucks*",
    tails: "-op -tep operation prothese transplantation transplantat ersatz beschwerden prellung quetschung zerrung riss \
        stauchung dehnung wunde schaden schäden schädigung anfall anfälle attacke blutung stein krank abhängig süchtig sucht \
        entwöhnung entzug behindert behinderte allergiker eingriff verkalkung verschluss rhythmusstörung schrittmacher \
        geschwulst zyste myom geschwür verlust schmerz infekt spiegelung senkung erkrankte kranke krampf krämpfe verfettung \
        versagen resektion fehlbildung fehlstellung degeneration missbrauch",
    endings: "karzinom sarkom lymphom blastom syndrom insuffizienz infarkt allergie intoleranz unverträglichkeit phobie \
        depression psychose neurose demenz sklerose arthrose parese plegie krebs tumor fraktur thrombose embolie lähmung \
        behinderung erkrankung krankheit entzündung abhängigkeit störung neuralgie arthritis dermitis hepatitis gastritis \
        nephritis neuritis bronchitis zystitis colitis myelitis kolitis hernie prolaps ruptur stenose dystrophie anämie \
        leukämie epilepsie psoriasis leiden zirrhose fibrose infektion minderung schwäche schmerzen trauma amputation \
        inkontinenz bruch verletzung vergiftung geschwür abszess ödem prellung quetschung schädigung gelenkersatz zerrung",
    scenes: "Attest* attestiert* Befund* Befundbericht* amtsärztlich* ärztlich* Arztbericht* Arztbrief* Entlassungsbericht* \
        Entlassbrief* Patient* Patientin Therapie* Medikament* Behandlung* stationär* Operation* operiert* Klinik* Gutachten \
        leidet litt leide erkrankt erkrankte diagnostiziert* Vorerkrankung* Diagnose* krankgeschrieben* arbeitsunfähig* \
        Symptome Hausarzt* Hausärzt* Kinderarzt* Facharzt* Amtsarzt* Reha= Krankheit",
    harmless: "beratung berater beraterin beratungsstelle stelle hilfe zentrum klinik ambulanz station register gesetz \
        verordnung prävention vorsorge früherkennung vorbeugung statistik forschung selbsthilfe selbsthilfegruppe kasse \
        versicherung amt schutz schutzgesetz schutzimpfung schule unterricht kurs tag woche monat verein verband bund \
        gesellschaft stiftung beauftragte beauftragter beauftragten vertretung recht richtlinie fonds bericht plan konzept \
        projekt programm heim haus arzt ärztin experte expertin quote zahl zahlen fälle risiko welle erreger impfung test \
        parkplatz werkstatt ausbildung ausbruch pandemie bekämpfung aufklärung tagung symposium forum netzwerk bündnis \
        koordination arbeit sport toilette eis park stock ordnung wissen info telefon app lehre strategie gruppe geld \
        versicherungen urlaub vertrauensperson beirat politik patienten fürsorge gerecht rampe lift versorgung medizin netz \
        kampagne anlage bus aufzug platz plätze zugang ausschuss kommission management unterkunft hotline seminar training \
        richtwert grenzwert kontrolle messung erlass schulung",
};
