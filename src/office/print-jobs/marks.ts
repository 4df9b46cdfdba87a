import QRCode from 'qrcode';
import type { PrintedForm } from '../../domain/printed-forms/printed-form';
import { drawCode128, type Raster } from './code-128';
import { formatFormNumber } from './form-number';

/** By what an office finds a paper again. Nobody's name or number is in it. */
interface FormMarks {
  /** Twelve digits, as the barcode holds them. */
  readonly number: string;
  readonly printing: string;
  readonly barcode: Raster;
  /** Number and 校验值. */
  readonly qrCode: Raster;
}

/** A 志愿表 as an office prints it. */
export type OfficeForm = PrintedForm & { readonly marks: FormMarks };

const QUIET = 4;

export function describeMarks(
  { id, hash }: { readonly id: number; readonly hash: Buffer },
  printNumber: number,
): FormMarks {
  const number = formatFormNumber(id);
  return {
    number,
    printing: `第${printNumber}次打印`,
    barcode: drawCode128(number),
    qrCode: drawQrModules(`ZY1|${number}|${hash.toString('hex').toUpperCase()}`),
  };
}

function drawQrModules(content: string): Raster {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const width = modules.size + 2 * QUIET;
  const pixels = Array<number>(width * width).fill(255);
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1)
      if (modules.get(y, x)) pixels[(y + QUIET) * width + x + QUIET] = 0;
  return { width, height: width, pixels };
}
