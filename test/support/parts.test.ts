import { createConnection } from 'node:net';
import { launchBrowser } from './browser';
import { startRedis } from './redis';
import { getProgram } from './system-packages';

test('a Redis of the test answers and ends', async () => {
  const redis = await startRedis();
  expect(await ask(Number(new URL(redis.url).port), 'PING\r\n')).toBe('+PONG\r\n');
  await redis.stop();
  await expect(ask(Number(new URL(redis.url).port), 'PING\r\n')).rejects.toThrow('ECONNREFUSED');
});

test.each([true, false])('the browser is Chinese and obeys javaScript: %s', async (javaScript) => {
  const browser = await launchBrowser();
  const context = await browser.newContext({ javaScript });
  const page = await context.newPage();
  await page.goto('data:text/html,<script>document.title = [navigator.language, innerWidth]</script>');
  expect(await page.title()).toBe(javaScript ? 'zh-CN,1024' : '');
  await browser.close();
});

test('a missing program is named together with what to install', () => {
  const { TEST_MISSING_PACKAGES } = process.env;
  process.env.TEST_MISSING_PACKAGES = 'The tests need system packages that are missing: poppler-utils';
  try {
    expect(() => getProgram('no-such-program' as 'pdftotext')).toThrow(
      'no-such-program is missing. The tests need system packages that are missing: poppler-utils',
    );
  } finally {
    if (TEST_MISSING_PACKAGES === undefined) delete process.env.TEST_MISSING_PACKAGES;
    else process.env.TEST_MISSING_PACKAGES = TEST_MISSING_PACKAGES;
  }
});

function ask(port: number, question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(String(answer));
    });
    socket.write(question);
  });
}
