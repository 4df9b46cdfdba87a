import { openScreen, type Screen } from '../pages/screen';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { startTestApp, type TestApp } from '../support/test-app';

// A whole story on a busy machine.
jest.setTimeout(300_000);

/** Where a journey takes place. Each of the two, with and without JavaScript, has an application of its own. */
export interface Stage {
  readonly javaScript: boolean;
  readonly app: () => TestApp;
  /** Opens a browser of one's own at the platform; it is closed after the test. */
  openScreen(viewport?: { width: number; height: number }): Promise<Screen>;
}

/** Runs a scenario in a real browser, with JavaScript and without; `start` gives it another application. */
export function describeJourney(
  title: string,
  define: (stage: Stage) => void,
  start: () => Promise<TestApp> = startTestApp,
): void {
  describe.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])(`${title}, %s`, (_, javaScript) => stageJourney(javaScript, define, start));
}

/** Runs a long scenario: with JavaScript in every run, without it in the long run, which has the time. */
export function describeLongJourney(
  title: string,
  define: (stage: Stage) => void,
  start: () => Promise<TestApp> = startTestApp,
): void {
  if (process.env.LONG !== undefined) describeJourney(title, define, start);
  else describe(title, () => stageJourney(true, define, start));
}

/** Runs a scenario in the long run alone: every step of it is held over HTTP in every run. */
export function describeRareJourney(title: string, define: (stage: Stage) => void): void {
  const run = process.env.LONG === undefined ? describe.skip : describe;
  run(title, () => stageJourney(true, define));
}

/** Runs a scenario with JavaScript and without in the long run alone: every step of it is held over HTTP in every run. */
export function describeJourneyOfLongRun(
  title: string,
  define: (stage: Stage) => void,
  start: () => Promise<TestApp> = startTestApp,
): void {
  if (process.env.LONG !== undefined) describeJourney(title, define, start);
  else describeRareJourney(title, define);
}

/** Runs a scenario that lives by scripts. */
export function describeScriptedJourney(title: string, define: (stage: Stage) => void): void {
  describe(title, () => stageJourney(true, define));
}

function stageJourney(
  javaScript: boolean,
  define: (stage: Stage) => void,
  start: () => Promise<TestApp> = startTestApp,
): void {
  let app: TestApp | undefined;
  let browser: TestBrowser | undefined;
  let screens: Screen[] = [];
  const getApp = () => {
    if (app === undefined) throw new Error('The application is started in beforeAll');
    return app;
  };

  beforeAll(async () => {
    [app, browser] = await Promise.all([start(), launchBrowser()]);
  });
  afterEach(async () => {
    await Promise.all(screens.map((screen) => screen.close()));
    screens = [];
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  define({
    javaScript,
    app: getApp,
    async openScreen(viewport) {
      if (browser === undefined) throw new Error('The browser is started in beforeAll');
      const size = viewport === undefined ? {} : { viewport };
      const screen = await openScreen(browser, { url: getApp().url, javaScript, ...size });
      screens.push(screen);
      return screen;
    },
  });
}
