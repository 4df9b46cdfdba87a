import type { Knex } from 'knex';

/**
 * Cities, counties and schools by their names. Names come from the list of the province (`list`), else as the
 * candidates' registrations have them; those follow what is registered.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table places (
      kind text not null check (kind in ('city', 'county', 'school')),
      -- The county of a school; '' for cities and counties.
      county_code text not null default '',
      code text not null,
      name text not null,
      source text not null check (source in ('registration', 'list')),
      primary key (kind, county_code, code),
      check ((kind = 'school') = (county_code <> ''))
    );
    create index places_code on places (code);
    create index places_name on places (name);

    create function name_places(counties text[], county_names text[], schools text[], school_names text[])
    returns void language sql as $$
      with given as (
        select * from unnest(counties, county_names, schools, school_names) as g (county, county_name, school, school_name)
      ), named as (
        select distinct on (kind, county_code, code) kind, county_code, code, name from (
          select 'county' as kind, '' as county_code, county as code, county_name as name, count(*) as often
            from given where county_name <> '' group by 3, 4
          union all
          select 'school', county, school, school_name, count(*) from given where school_name <> '' group by 2, 3, 4
        ) found order by kind, county_code, code, often desc, name
      )
      insert into places as p (kind, county_code, code, name, source)
        select kind, county_code, code, name, 'registration' from named order by 1, 2, 3
      on conflict (kind, county_code, code) do update set name = excluded.name
        where p.source = 'registration' and p.name <> excluded.name
    $$;

    create function name_new_places() returns trigger language plpgsql as $$
    begin
      perform name_places(array_agg(county_code), array_agg(county_name), array_agg(school_code), array_agg(school_name))
        from (select county_code, county_name, school_code, school_name from new_rows
               group by 1, 2, 3, 4) found;
      return null;
    end $$;
    create trigger candidates_place_named after insert on candidates
      referencing new table as new_rows for each statement execute function name_new_places();

    create function rename_place() returns trigger language plpgsql as $$
    begin
      perform name_places(array[new.county_code], array[new.county_name], array[new.school_code], array[new.school_name]);
      return null;
    end $$;
    create trigger candidates_place_renamed after update on candidates for each row
      when ((old.county_code, old.county_name, old.school_code, old.school_name)
        is distinct from (new.county_code, new.county_name, new.school_code, new.school_name))
      execute function rename_place();

    select name_places(array_agg(county_code), array_agg(county_name), array_agg(school_code), array_agg(school_name))
      from (select county_code, county_name, school_code, school_name from candidates group by 1, 2, 3, 4) found;
  `);
  await knex('places').insert(listCities());
  await knex.raw(
    'create index mails_of_announcement on mails (announcement_id) where announcement_id is not null',
  );
}

/** Cities (GB/T 2260) of the provinces whose packs come with the program; others come in with the list of places. */
const CITIES: Readonly<Record<string, string>> = {
  '41': '01郑州市 02开封市 03洛阳市 04平顶山市 05安阳市 06鹤壁市 07新乡市 08焦作市 09濮阳市 10许昌市 11漯河市 12三门峡市 13南阳市 14商丘市 15信阳市 16周口市 17驻马店市 90省直辖县级行政区划',
  '37': '01济南市 02青岛市 03淄博市 04枣庄市 05东营市 06烟台市 07潍坊市 08济宁市 09泰安市 10威海市 11日照市 13临沂市 14德州市 15聊城市 16滨州市 17菏泽市',
  '34': '01合肥市 02芜湖市 03蚌埠市 04淮南市 05马鞍山市 06淮北市 07铜陵市 08安庆市 10黄山市 11滁州市 12阜阳市 13宿州市 15六安市 16亳州市 17池州市 18宣城市',
  '32': '01南京市 02无锡市 03徐州市 04常州市 05苏州市 06南通市 07连云港市 08淮安市 09盐城市 10扬州市 11镇江市 12泰州市 13宿迁市',
  '33': '01杭州市 02宁波市 03温州市 04嘉兴市 05湖州市 06绍兴市 07金华市 08衢州市 09舟山市 10台州市 11丽水市',
  '15': '01呼和浩特市 02包头市 03乌海市 04赤峰市 05通辽市 06鄂尔多斯市 07呼伦贝尔市 08巴彦淖尔市 09乌兰察布市 22兴安盟 25锡林郭勒盟 29阿拉善盟',
  '54': '01拉萨市 02日喀则市 03昌都市 04林芝市 05山南市 06那曲市 25阿里地区',
};

const listCities = () =>
  Object.entries(CITIES).flatMap(([province, cities]) =>
    cities.split(' ').map((city) => ({
      kind: 'city',
      code: `${province}${city.slice(0, 2)}`,
      name: city.slice(2),
      source: 'list',
    })),
  );

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index mails_of_announcement;
    drop trigger candidates_place_renamed on candidates;
    drop trigger candidates_place_named on candidates;
    drop function rename_place, name_new_places, name_places;
    drop table places;
  `);
}
