/**
 * The countries (ISO 3166-1 alpha-2) of each calling code, in the order of the codes, the one that a
 * bare code means first; before them by how much the code is above the one before, where that is not
 * one, since a table with its codes written out would be a tenth of the whole library
 * (ITU-T E.164; libphonenumber's list of regions, against which a test holds it).
 */
const CALLING_CODES =
  'USAGAIASBBBMBSCADMDOGDGUJMKNKYLCMPMSPRSXTCTTVCVGVI 6RUKZ 13EG 7ZA 3GR NL BE FR ES 2HU ' +
  '3ITVA RO CH 2AT GBGGIMJE DK SE NOSJ PL DE 2PE MX CU AR BR CL CO VE 2MY AUCCCX ID PH NZ ' +
  'SG TH 15JP KR 2VN 2CN 4TR IN PK AF LK MM 3IR 113SS MAEH DZ 3TN 2LY 2GM SN MR ML GN CI BF ' +
  'NE TG BJ MU LR SL GH NG TD CF CM CV ST GQ GA CG CD AO GW IO AC SC SD RW ET SO DJ KE TZ ' +
  'UG BI MZ 2ZM MG REYT ZW NA MW LS BW SZ KM 21SHTA ER 6AW FO GL 51GI PT LU IE IS AL MT CY ' +
  'FIAX BG 11LT LV EE MD AM BY AD MC SM 2UA RS ME XK 2HR SI BA 2MK 31CZ SK 2LI 77FK BZ GT ' +
  'SV HN NI CR PA PM HT 81GPBLMF BO GY EC GF PY MQ SR UY CWBQ 71TL 2NF BN NR PG TO SB VU FJ ' +
  'PW WF CK NU 2WS KI NC TV PF TK FM MH 158KP 2HK MO 2KH LA 24BD 6TW 74MV LB JO SY IQ KW SA ' +
  'YE OM 2PS AE IL BH QA BT MN NP 15TJ TM AZ GE KG 2UZ';

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
    const codes = group.match(/[A-Z]{2}/gu) ?? [];
    return codes.map((code) => ({ code, callingCode: `${callingCode}` }));
  });
}

/** The country that an international number (digits without plus) belongs to; `preferred` where its code is shared. */
export function countryOf(digits: string, preferred: string): Country | undefined {
  const sharing = countries.filter(({ callingCode }) => digits.startsWith(callingCode));
  return sharing.find(({ code }) => code === preferred) ?? sharing[0];
}
