import { arriveAt } from '../pages/candidate-page';
import { HomePage } from '../pages/home-page';
import { findLayoutFaults } from '../pages/layout-faults';
import { SignInPage } from '../pages/sign-in-page';
import { WaitingPage } from '../pages/waiting-page';
import { demoPassword } from '../support/test-client';
import { turnSwitch } from '../support/turn-switch';
import { describeJourney } from './journey';

const viewports = [
  { width: 360, height: 740 },
  { width: 1024, height: 768 },
];

describeJourney('登录排队', (stage) => {
  it.each(stage.javaScript ? viewports.slice(1) : viewports)(
    'leads to 登录 by itself when it is one’s turn, at $width pixels',
    async (viewport) => {
      await turnSwitch(stage.app(), 'holdSignIns', true);
      const screen = await stage.openScreen(viewport);
      await screen.visit('/sign-in');
      // Without axe: it forbids any refresh. A line is a real-time event (WCAG 2.2.1), and without scripts it moves on so.
      const waiting = new WaitingPage(screen);
      await waiting.waitForHeading();
      expect(await waiting.read()).toMatch(/您前面有\d+人，预计等待时间：不到1分钟。/);
      expect(await findLayoutFaults(screen.page)).toEqual([]);
      await turnSwitch(stage.app(), 'holdSignIns', false);
      await screen.page.getByRole('heading', { level: 1, name: '考生登录' }).waitFor({ timeout: 20_000 });
      await (await arriveAt(SignInPage, screen)).signIn('21410101151001', demoPassword);
      await arriveAt(HomePage, screen);
    },
  );
});
