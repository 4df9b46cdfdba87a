import type { ServerResponse } from 'node:http';
import { contentDisposition } from './file-name';

/** Sends a PDF to be kept under a Chinese name, beside it one in ASCII, both without ending. */
export function sendPdfFile(res: ServerResponse, bytes: Buffer, name: string, plainName: string): void {
  res.setHeader('Content-Type', 'application/pdf');
  res.setHeader('Content-Disposition', contentDisposition(name, plainName, 'pdf'));
  res.setHeader('Content-Length', bytes.length);
  res.end(bytes);
}
