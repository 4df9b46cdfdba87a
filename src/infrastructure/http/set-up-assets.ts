import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Express } from 'express';
import { projectRoot } from '../paths';

const folder = path.join(projectRoot, 'public');

/** One version for all assets, from their bytes: a new release gets new addresses, so they may be kept for ever. */
const version = computeVersion();

/** Address of a file below `public/`, for templates. */
export function assetUrl(file: string): string {
  return `/assets/${version}/${file}`;
}

/** Serves `public/` under a versioned prefix that browsers may keep for a year. */
export function setUpAssets(app: Express): void {
  app.use(
    '/assets/:version',
    express.static(folder, {
      // In place of no-store, which every other answer has.
      setHeaders: (res) => res.setHeader('Cache-Control', 'public, max-age=31536000, immutable'),
      index: false,
      redirect: false,
      dotfiles: 'ignore',
    }),
  );
  app.get('/favicon.ico', (_req, res) => {
    res.setHeader('Cache-Control', 'public, max-age=86400');
    res.sendFile(path.join(folder, 'favicon.ico'));
  });
}

function computeVersion(): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const names = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  for (const name of names) hash.update(name.slice(folder.length)).update(readFileSync(name));
  return hash.digest('hex').slice(0, 12);
}
