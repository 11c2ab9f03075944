/**
 * The countries (ISO 3166-1 alpha-2, in lower case) of each calling code, in the order of the codes,
 * the one that a bare code means first; before them by how much the code is above the one before,
 * where that is not one, since a table with its codes written out would be a tenth of the whole
 * library (ITU-T E.164; libphonenumber's list of regions, against which a test holds it).
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

/** A country that a phone number can be dialled from. */
export interface Country {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly code: string;
  /** Digits, without plus. */
  readonly callingCode: string;
}

/** Every country with a calling code; for a select, with names from `Intl.DisplayNames`. */
export const countries: readonly Country[] = readTable(CALLING_CODES);

function readTable(table: string): Country[] {
  let callingCode = 0;
  return table.split(' ').flatMap((group) => {
    callingCode += Number.parseInt(group) || 1;
    const codes = group.toUpperCase().match(/[A-Z]{2}/gu) ?? [];
    return codes.map((code) => ({ code, callingCode: `${callingCode}` }));
  });
}

/** The country that an international number (digits without plus) belongs to; `preferred` where its code is shared. */
export function countryOf(digits: string, preferred: string): Country | undefined {
  const sharing = countries.filter(({ callingCode }) => digits.startsWith(callingCode));
  return sharing.find(({ code }) => code === preferred) ?? sharing[0];
}
