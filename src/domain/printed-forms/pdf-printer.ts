import path from 'node:path';
import { createFonts, type Fonts } from '../../infrastructure/fonts/fonts';
import { projectRoot } from '../../infrastructure/paths';
import { createTypstPool } from '../../infrastructure/pdf/typst-pool';
import type { PrintedForm } from './printed-form';

interface PdfPrinterOptions {
  /** Threads, each with about 150 MB; 1 by default. */
  readonly workers?: number;
  /** Forms that may wait, 200 by default: about three seconds of one thread's work. */
  readonly maxWaiting?: number;
  /** Milliseconds that one form may take; 15,000 by default. */
  readonly timeout?: number;
  /** By default those of the packages and of the system. */
  readonly fonts?: Fonts;
}

/** What every document tells of itself beside what its template prints. */
export interface PrintedDocument {
  readonly printedAt: Date;
}

export interface PdfPrinter {
  /**
   * The 志愿表 as a PDF of A4 pages with its fonts inside. Equal forms give equal bytes. A character that no font draws
   * is written out, 〔U+323B0〕, and the paper says so: never a box.
   * @throws AppError busy when too many wait or the form took too long; AppError draining after `close`.
   */
  printForm(form: PrintedForm): Promise<Buffer>;
  /**
   * Any other document, as `printForm` does.
   * @param template path below `views/`; it finds the document as JSON in `sys.inputs.form`
   */
  printDocument(template: string, document: PrintedDocument): Promise<Buffer>;
  close(): Promise<void>;
}

const workspace = path.join(projectRoot, 'views');

/** No thread is started and no font is read before the first form. */
export function createPdfPrinter(options: PdfPrinterOptions = {}): PdfPrinter {
  const fonts = options.fonts ?? createFonts();
  const pool = createTypstPool({
    workspace,
    fonts: fonts.text,
    allFonts: fonts.all,
    workers: options.workers ?? 1,
    maxWaiting: options.maxWaiting ?? 200,
    timeout: options.timeout ?? 15_000,
  });
  function setDocument(template: string, document: PrintedDocument, kept: number): Promise<Buffer> {
    const text = JSON.stringify(document);
    const { drawn, undrawn } = fonts.findRare(text);
    return pool.setDocument({
      kept,
      template: path.join(workspace, template),
      inputs: { form: undrawn.length === 0 ? text : fonts.writeOut(text) },
      rare: drawn.length > 0,
      createdAt: Math.floor(document.printedAt.getTime() / 1000),
    });
  }

  return {
    printForm: (form) => setDocument('candidate/printing/form.typ', form, 2),
    printDocument: (template, document) => setDocument(template, document, 0),
    close: () => pool.close(),
  };
}
