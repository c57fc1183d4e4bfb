// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The signs that German number plates start with (FZV; list of the KBA, read 2026-11).

/// Whether a district has this sign.
pub(super) fn is_sign(sign: &str) -> bool {
    let Some(index) = sign.chars().try_fold(0, |index, letter| Some(index * RADIX + letter_index(letter)?))
    else {
        return false;
    };
    SIGN_BITS.get(index / 64).is_some_and(|bits| bits >> (index % 64) & 1 == 1)
}

/// Letters of signs, and 0 for none.
const RADIX: usize = 30;

const fn letter_index(letter: char) -> Option<usize> {
    Some(match letter {
        'A'..='Z' => letter as usize - 'A' as usize + 1,
        'Ä' => 27,
        'Ö' => 28,
        'Ü' => 29,
        _ => return None,
    })
}

/// [`SIGNS`] as a set of numbers to the base [`RADIX`].
const SIGN_BITS: [u64; RADIX * RADIX * RADIX / 64 + 1] = {
    let mut bits = [0; RADIX * RADIX * RADIX / 64 + 1];
    let text = SIGNS.as_bytes();
    let (mut i, mut index) = (0, 0);
    while i <= text.len() {
        if i == text.len() || text[i] == b' ' {
            bits[index / 64] |= 1 << (index % 64);
            index = 0;
            i += 1;
            continue;
        }
        // Umlauts have two bytes in UTF-8, the first of them 0xc3.
        let letter = match text[i] {
            0xc3 => {
                i += 1;
                match text[i] {
                    0x84 => 27,
                    0x96 => 28,
                    _ => 29,
                }
            }
            letter => (letter - b'A') as usize + 1,
        };
        index = index * RADIX + letter;
        i += 1;
    }
    bits
};

/// Authorities, whose numbers are digits alone (FZV Anl. 3): Bund, Länder, NATO.
#[rustfmt::skip]
pub(super) const AUTHORITIES: &[&str] = &[
    "BBL", "BD", "BP", "BWL", "BYL", "HEL", "LSA", "LSN", "MVL", "NL", "NRW", "RPL", "SAL", "SH", "THL", "THW", "X", "Y",
];

/// The districts' signs: 705 of the 722; the others belong to authorities alone.
const SIGNS: &str = "\
    A AA AB ABG ABI AC AE AH AIB AIC AK ALF ALZ AM AN ANA ANG ANK AP APD ARN ART AS ASL ASZ AT AU AUR AW \
    AZ AZE AÖ B BA BAD BAR BB BBG BC BCH BE BED BER BF BGD BGL BH BI BID BIN BIR BIT BIW BK BKS BL BLB \
    BLK BM BN BNA BO BOG BOH BOR BOT BRA BRB BRG BRK BRL BRV BS BSB BSK BT BTF BUL BW BZ BÖ BÜD BÜR BÜS \
    BÜZ C CA CAS CB CE CHA CLP CLZ CO COC COE CR CUX CW D DA DAH DAN DAU DBR DD DE DEG DEL DGF DH DI DIL \
    DIN DIZ DKB DL DLG DM DN DO DON DU DUD DW DZ DÜW E EA EB EBE EBN EBS ECK ED EE EF EG EH EI EIC EIL \
    EIN EIS EL EM EMD EMS EN ER ERB ERH ERK ERZ ES ESB ESW EU EW F FB FD FDB FDS FEU FF FFB FG FI FKB FL \
    FLÖ FN FO FOR FR FRG FRI FRW FS FT FTL FW FZ FÜ FÜS G GA GAN GAP GC GD GDB GE GEL GEO GER GF GG GHA \
    GHC GI GK GL GLA GM GMN GN GNT GOA GOH GP GR GRA GRH GRI GRM GRZ GS GT GTH GUB GUN GV GVM GW GZ GÖ \
    GÜ H HA HAB HAL HAM HAS HB HBN HBS HC HCH HD HDH HDL HE HEB HEF HEI HER HET HF HG HGN HGW HH HHM HI \
    HIG HIP HK HL HM HMÜ HN HO HOG HOH HOL HOM HOR HOT HP HR HRO HS HSK HST HU HV HVL HWI HX HY HZ HÖS \
    IGB IK IL ILL IN IZ J JE JL JÜL K KA KB KC KE KEH KEL KEM KF KG KH KI KIB KK KL KLE KLZ KM KN KO KR \
    KRU KS KT KU KUS KW KY KYF KÖN KÖT KÖZ KÜN L LA LAN LAU LB LBS LBZ LC LD LDK LDS LEO LER LEV LF LG \
    LH LI LIB LIF LIP LL LM LN LOS LP LR LRO LSZ LU LUP LWL LÖ LÖB LÜN M MA MAB MAI MAK MAL MB MC MD ME \
    MED MEG MEI MEK MEL MER MET MG MGH MGN MH MHL MI MIL MK MKK ML MM MN MO MOD MOL MON MOS MQ MR MS MSE \
    MSH MSP MST MTK MTL MW MY MYK MZ MZG MÜ MÜB MÜR N NAB NAI NAU NB ND NDH NE NEA NEB NEC NEN NES NEW \
    NF NH NI NK NM NMB NMS NOH NOL NOM NOR NP NR NT NU NVP NW NWM NY NZ NÖ OA OAL OB OBB OBG OC OCH OD \
    OE OF OG OH OHA OHV OHZ OK OL OP OPR OS OSL OTW OVI OVL OVP OZ P PA PAF PAN PAR PB PCH PE PEG PF PI \
    PIR PL PLÖ PM PN PR PRÜ PS PW PZ QFT QLB R RA RC RD RDG RE REG REH REI RG RH RI RID RIE RL RM RN RO \
    ROD ROF ROK ROL ROS ROT ROW RP RS RSL RT RU RV RW RZ RÜD RÜG S SAB SAD SAN SAW SB SBG SBK SC SCZ SDH \
    SDL SDT SE SEB SEE SEF SEL SFB SFT SG SGH SH SHA SHG SHK SHL SI SIG SIM SK SL SLE SLF SLG SLK SLN \
    SLS SLZ SLÜ SM SMÜ SN SO SOB SOG SOK SON SP SPB SPN SR SRB SRO ST STA STB STD STE STL STO SU SUL SW \
    SWA SY SZ SZB SÄK SÖM SÜW TBB TDO TE TET TF TG TIR TO TP TR TS TT TUT TÖL TÜ UE UEM UER UFF UH UL UM \
    UN USI V VAI VB VEC VER VG VIB VIE VIT VK VOH VR VS W WA WAF WAK WAN WAR WAT WB WBG WBS WDA WE WEL \
    WEN WER WES WF WG WHV WI WIL WIS WIT WIZ WK WL WLG WM WMS WN WND WO WOB WOH WOL WOR WOS WR WRN WS \
    WSF WST WSW WT WTL WTM WUG WUN WUR WW WZ WZL WÜ WÜM Z ZE ZEL ZI ZIG ZP ZR ZW ZZ ÖHR ÜB";
