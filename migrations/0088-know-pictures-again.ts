import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a picture looks like, so that it is known again after it was saved anew: bits of which few change.
    -- Of pictures that came before nothing is known.
    alter table review_pictures
      add column shape_bits bit(3840),
      add column colour_bits bit(372),
      -- Almost the same came from another account: reviewers are told.
      add column resembles boolean not null default false,
      add check ((shape_bits is null) = (colour_bits is null));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table review_pictures drop column shape_bits, drop column colour_bits, drop column resembles;
  `);
}
