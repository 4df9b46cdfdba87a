import { wholeNumber } from './config-fields';

/** From when on passwords that are tried in bulk raise an alarm. Counts are of different accounts in an hour. */
export interface AlarmSettings {
  /** Accounts at which the same wrong password was typed. */
  readonly samePassword: number;
  /** Accounts that failed from one network. */
  readonly fromOneNetwork: number;
  /** Accounts that failed anywhere, where they are more than a third of those that signed in. */
  readonly everywhere: number;
  /** How long an alarm stays in force once nothing more is seen, in minutes. */
  readonly calmMinutes: number;
}

export const alarmVariables = {
  ALARM_SAME_PASSWORD: wholeNumber(2, 1_000_000).default(25),
  ALARM_ONE_NETWORK: wholeNumber(2, 1_000_000).default(100),
  ALARM_EVERYWHERE: wholeNumber(2, 1_000_000).default(150),
  ALARM_CALM_MINUTES: wholeNumber(1, 1440).default(30),
};

export function toAlarmSettings(env: {
  readonly ALARM_SAME_PASSWORD: number;
  readonly ALARM_ONE_NETWORK: number;
  readonly ALARM_EVERYWHERE: number;
  readonly ALARM_CALM_MINUTES: number;
}): AlarmSettings {
  return {
    samePassword: env.ALARM_SAME_PASSWORD,
    fromOneNetwork: env.ALARM_ONE_NETWORK,
    everywhere: env.ALARM_EVERYWHERE,
    calmMinutes: env.ALARM_CALM_MINUTES,
  };
}
