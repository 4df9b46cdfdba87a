const DIGITS = 10;
const MODULUS = 97;

const checkOf = (digits: string) => String(Number(BigInt(digits) % BigInt(MODULUS))).padStart(2, '0');

/** What stands under the barcode of a form: the saved version in ten digits, and two that catch a slip of typing. */
export function formatFormNumber(versionId: number): string {
  const digits = String(versionId).padStart(DIGITS, '0');
  return digits + checkOf(digits);
}

/** The saved version that a scanned or typed number means; null where it cannot be one. Blanks and full width are forgiven. */
export function readFormNumber(typed: string): number | null {
  const digits = typed.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{12}$/.test(digits)) return null;
  const version = digits.slice(0, DIGITS);
  return checkOf(version) === digits.slice(DIGITS) && Number(version) > 0 ? Number(version) : null;
}
