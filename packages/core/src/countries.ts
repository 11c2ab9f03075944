/**
 * The countries (ISO 3166-1 alpha-2, lower case) of each calling code, in ascending order of the codes.
 * The first country of a group is the default of its code. A number before a group is the difference to
 * the previous code, if it is not one: a table of written-out codes would be a tenth of the library.
 * Source: ITU-T E.164. A test compares it with libphonenumber's list of regions.
 */
const CALLING_CODES =
  'usagaiasbbbmbscadmdogdgujmknkylcmpmsprsxtcttvcvgvi 6rukz 13eg 7za 3gr nl be fr es 2hu ' +
  '3itva ro ch 2at gbggimje dk se nosj pl de 2pe mx cu ar br cl co ve 2my aucccx id ph nz ' +
  'sg th 15jp kr 2vn 2cn 4tr in pk af lk mm 3ir 113ss maeh dz 3tn 2ly 2gm sn mr ml gn ci bf ' +
  'ne tg bj mu lr sl gh ng td cf cm cv st gq ga cg cd ao gw io ac sc sd rw et so dj ke tz ' +
  'ug bi mz 2zm mg reyt zw na mw ls bw sz km 21shta er 6aw fo gl 51gi pt lu ie is al mt cy ' +
  'fiax bg 11lt lv ee md am by ad mc sm 2ua rs me xk 2hr si ba 2mk 31cz sk 2li 77fk bz gt ' +
  'sv hn ni cr pa pm ht 81gpblmf bo gy ec gf py mq sr uy cwbq 71tl 2nf bn nr pg to sb vu fj ' +
  'pw wf ck nu 2ws ki nc tv pf tk fm mh 158kp 2hk mo 2kh la 24bd 6tw 74mv lb jo sy iq kw sa ' +
  'ye om 2ps ae il bh qa bt mn np 15tj tm az ge kg 2uz';

/** A country that a phone number can be dialed from. */
export interface Country {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly code: string;
  /** Digits, without plus. */
  readonly callingCode: string;
}

/** Every country with a calling code, for a select element. `Intl.DisplayNames` has their names. */
export const countries: readonly Country[] = readTable(CALLING_CODES);

function readTable(table: string): Country[] {
  let callingCode = 0;
  return table.split(' ').flatMap((group) => {
    callingCode += Number.parseInt(group) || 1;
    const codes = group.toUpperCase().match(/[A-Z]{2}/gu) ?? [];
    return codes.map((code) => ({ code, callingCode: `${callingCode}` }));
  });
}

/** The country of an international number (digits without plus); `preferred` if it shares the calling code. */
export function countryOf(digits: string, preferred: string): Country | undefined {
  const sharing = countries.filter(({ callingCode }) => digits.startsWith(callingCode));
  return sharing.find(({ code }) => code === preferred) ?? sharing[0];
}
