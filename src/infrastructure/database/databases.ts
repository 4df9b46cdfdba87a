import type { Knex } from 'knex';

/** The pools of a server. */
export interface Databases {
  /** For candidates and accounts. */
  readonly publicDb: Knex;
  /** For the line before 登录 and for signing in: whoever comes takes no connection from whoever files. */
  readonly arrivalsDb: Knex;
  /** For the exam office, and for what runs while nobody asks. */
  readonly officeDb: Knex;
}
