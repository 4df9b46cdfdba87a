import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { PrintedForm } from '../../../src/domain/printed-forms/printed-form';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { setUpAssets } from '../../../src/infrastructure/http/set-up-assets';
import { setUpSecurityHeaders } from '../../../src/infrastructure/http/set-up-security-headers';
import { setUpViews } from '../../../src/infrastructure/http/set-up-views';

export interface PrintPages {
  readonly url: string;
  html(form: PrintedForm): string;
  close(): Promise<void>;
}

/** Serves the print view of each form at `/0`, `/1` and so on, with the platform's headers and assets. */
export async function servePrintPages(forms: readonly PrintedForm[]): Promise<PrintPages> {
  const app = express();
  setUpSecurityHeaders(app, loadConfig({}));
  setUpAssets(app);
  const views = setUpViews(app);
  const html = (form: PrintedForm) =>
    views.render('candidate/printing/form.njk', { form, back: '/back', pdf: '/back/print.pdf' });
  app.get('/:index', (req, res) => {
    const form = forms[Number(req.params.index)];
    if (form === undefined) res.status(404).end();
    else res.type('html').end(html(form));
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    html,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
