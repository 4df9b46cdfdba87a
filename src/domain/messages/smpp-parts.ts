/** Octets of one SMS. */
const WHOLE = 140;
/** Octets of the header that joins long messages. */
const HEADER = 7;

/** One SMS as it goes over the air: header, if any, and UCS-2 text. */
interface SmsPart {
  readonly hasHeader: boolean;
  readonly octets: Buffer;
}

/**
 * Cuts a text into SMS in UCS-2 (characters beyond the first plane as two units, never cut apart). A text of more
 * than 70 units becomes parts that a phone joins again by `reference` (16 bits).
 */
export function cutIntoSms(text: string, reference: number): SmsPart[] {
  const whole = encodeUcs2(text);
  if (whole.length <= WHOLE) return [{ hasHeader: false, octets: whole }];
  const bodies: Buffer[] = [];
  let body = '';
  for (const character of text) {
    if ((body.length + character.length) * 2 > WHOLE - HEADER) {
      bodies.push(encodeUcs2(body));
      body = '';
    }
    body += character;
  }
  bodies.push(encodeUcs2(body));
  return bodies.map((octets, index) => ({
    hasHeader: true,
    octets: Buffer.concat([describePart(reference, bodies.length, index + 1), octets]),
  }));
}

/** 3GPP TS 23.040, 9.2.3.24.8: concatenated short messages, 16-bit reference number. */
function describePart(reference: number, total: number, number: number): Buffer {
  return Buffer.from([6, 8, 4, reference >> 8, reference & 0xff, total, number]);
}

function encodeUcs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
