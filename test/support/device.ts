import { createDeviceCookie, markOfDevice } from '../../src/infrastructure/http/set-up-device';
import type { TestApp } from './test-app';
import type { TestClient } from './test-client';

const NAME = 'zhiyuan.device';

/** Makes a client the browser of a name, the same at each call. @returns its mark */
export function useDevice(app: TestApp, client: TestClient, name: string): string {
  const seed = name.padEnd(22, '-').slice(0, 22);
  client.cookies.set(NAME, createDeviceCookie(app.config.secrets.session, seed));
  return deviceOf(app, client);
}

/** The mark by which a client's browser is known; '' where it has none. */
export function deviceOf(app: TestApp, client: TestClient): string {
  return markOfDevice(app.config.secrets.session, client.cookies.get(NAME));
}
