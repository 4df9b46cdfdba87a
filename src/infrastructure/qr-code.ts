import QRCode from 'qrcode';

/** A QR code as PNG in a data address, which even old browsers show. */
export function drawQrCode(content: string): Promise<string> {
  return QRCode.toDataURL(content, { errorCorrectionLevel: 'M', margin: 4, scale: 5 });
}
