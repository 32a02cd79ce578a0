/** Reads countries in the notations of forms, wallets and shop software. */
import type { Reader, Reading } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent } from './records.ts'
import { asText, foldText } from './text.ts'

/** ISO 3166-1: alpha-3 and alpha-2 of each country. */
const CODES = `
ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT
AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO
BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG
COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO
DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB
GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY
HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT
JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY
LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH
MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA
NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE
PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA
SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR
SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO
TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG
VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
`
/** Codes that ISO reserves for common usage, and Kosovo's, which ISO has not assigned. */
const OTHERS: Record<string, string> = { UK: 'GB', EL: 'GR', XK: 'XK', XKX: 'XK' }

const ALPHA2 = new Map<string, string>(
  CODES.trim()
    .split(/\s+/)
    .flatMap((code) => [
      [code.slice(0, 3), code.slice(3)],
      [code.slice(3), code.slice(3)],
    ]),
)

/** Reads a country into ISO 3166-1 alpha-2: codes in any case, of two or three letters, and names in larger languages. */
export const readCountry: Reader<string> = (given) => (isAbsent(given) ? NOTHING : read(given))

function read(given: unknown): Reading<string> {
  const text = foldText((asText(given) ?? '').slice(0, 100))
  const code = text.toUpperCase().replace(/[^A-Z]/g, '')
  const found = OTHERS[code] ?? ALPHA2.get(code) ?? named(text)
  return found === undefined ? leftOut('is not a country code like DE') : readAs(given, found)
}

/** Common names that are not, or no longer, official. */
const OTHER_NAMES: [string, string][] = [
  ['United States of America', 'US'],
  ['Great Britain', 'GB'],
  ['England', 'GB'],
  ['Scotland', 'GB'],
  ['Wales', 'GB'],
  ['Northern Ireland', 'GB'],
  ['Holland', 'NL'],
  ['Czech Republic', 'CZ'],
  ['Russian Federation', 'RU'],
  ['Republic of Korea', 'KR'],
  ['Turkey', 'TR'],
  ['Ivory Coast', 'CI'],
]

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'zh', 'ja']
const deferred: { names?: Map<string, string> } = {}

/** Only when the text is not a code: collecting the names takes some milliseconds. */
function named(text: string): string | undefined {
  deferred.names ??= new Map([
    ...LANGUAGES.flatMap(namesIn),
    ...OTHER_NAMES.map(([name, code]) => [keyOf(name), code] as const),
  ])
  return deferred.names.get(keyOf(text))
}

function namesIn(language: string): [string, string][] {
  return (['long', 'short'] as const).flatMap((style) => {
    const names = new Intl.DisplayNames(language, { type: 'region', style })
    const pairs = [...new Set(ALPHA2.values())].map((code) => [keyOf(names.of(code) ?? code), code] as const)
    // Short forms like the French É.-U. would be mistaken for other codes.
    return pairs.filter(([key]) => !/^[a-z]{0,3}$/.test(key)).map(([key, code]) => [key, code])
  })
}

const keyOf = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^the |[^\p{L}]/gu, '')
