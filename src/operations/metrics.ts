import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import type { Logger } from '../infrastructure/logger';
import { meters } from '../infrastructure/meters';
import { type MeasuredParts, registerMeasures } from './measures';

interface MetricsParts extends MeasuredParts {
  readonly log: Logger;
}

/**
 * Answers `/metrics` in Prometheus' text format on a port of its own of 127.0.0.1: nobody outside the machine reads it.
 */
export async function startMetrics(
  { log, ...measured }: MetricsParts,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const measures = new Registry();
  registerMeasures(measures, measured);
  const registry = Registry.merge([meters, measures]);
  const server = createServer((req, res) => {
    if (req.method !== 'GET' || req.url !== '/metrics') {
      res.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => {
        res.writeHead(200, { 'Content-Type': registry.contentType });
        res.end(text);
      },
      (error: unknown) => {
        log.warn({ err: error }, 'metrics could not be read');
        res.writeHead(503, { 'Retry-After': '5' }).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
