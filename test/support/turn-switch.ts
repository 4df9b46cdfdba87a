import type { SwitchName } from '../../src/domain/switches/switch';
import { createSwitchService } from '../../src/domain/switches/switch.service';
import type { TestApp } from './test-app';

/** Turns one of 应急开关 that is not turned so already, in force at once. */
export async function turnSwitch(app: TestApp, name: SwitchName, on: boolean): Promise<void> {
  if (app.services.reference.current().switches[name] === on) return;
  const author = { kind: 'operator', reason: '测试' } as const;
  await createSwitchService(app.database.knex, null).set(author, name, on);
  await app.services.reference.refresh();
}
