<?php

// PHP as one would plainly write it: a front controller, pgsql with a connection that stays open, Twig.
// One round trip a statement: pg_query_params; the same five statements as the other peers.

const BATCH = 'undergraduate-2';
const MAJORS = [5, 5, 5, 5, 5, 5, 5, 5, 5, 3, 3];

require '/usr/share/php/Twig/autoload.php';

/** The fields of the form: name => label. */
function list_fields(): array
{
    $fields = [];
    foreach (MAJORS as $index => $majors) {
        $choice = sprintf('c%02d', $index + 1);
        $fields[$choice . '_school'] = '志愿' . ($index + 1) . ' 院校代号';
        for ($major = 1; $major <= $majors; $major++) {
            $fields[$choice . '_major' . $major] = '志愿' . ($index + 1) . ' 专业' . $major;
        }
    }
    return $fields;
}

function ask(string $sql, array $values): array|false
{
    global $db;
    $result = pg_query_params($db, $sql, $values);
    if ($result === false) {
        throw new RuntimeException(pg_last_error($db));
    }
    return pg_fetch_assoc($result);
}

function show_form(string $person): void
{
    $known = ask('select candidate_number, name, sex, born_on, ethnicity, kind, track, county, school, class_name
        from person where id = $1', [$person]);
    $standing = ask('select score, place, control_line, saves_left from standing where person_id = $1', [$person]);
    $list = ask('select body from choice_group join version on version.id = version_id
        where choice_group.person_id = $1 and choice_group.batch = $2', [$person, BATCH]);
    $values = $list === false ? [] : json_decode($list['body'], true);
    $fields = [];
    foreach (list_fields() as $name => $label) {
        $fields[] = ['name' => $name, 'label' => $label, 'value' => $values[$name] ?? ''];
    }
    $twig = new Twig\Environment(new Twig\Loader\FilesystemLoader(dirname(__DIR__)), [
        'cache' => $_SERVER['TWIG_CACHE'],
        'auto_reload' => false,
    ]);
    echo $twig->render('form.html', ['person' => $known, 'standing' => $standing, 'fields' => $fields]);
}

function save(string $person): void
{
    global $db;
    $values = [];
    foreach (list_fields() as $name => $label) {
        $values[$name] = $_POST[$name] ?? '';
    }
    $body = json_encode($values);
    $address = $_SERVER['REMOTE_ADDR'];

    pg_query($db, 'begin');
    $group = ask('select number, hash from choice_group where person_id = $1 and batch = $2 for update', [$person, BATCH]);
    $former = $group['hash'] === null ? '' : pg_unescape_bytea($group['hash']);
    $hash = '\x' . hash('sha256', $former . $body);
    $number = $group['number'] + 1;
    $version = ask('insert into version (person_id, batch, number, body, former_hash, hash)
        values ($1, $2, $3, $4, $5, $6) returning id', [$person, BATCH, $number, $body, $group['hash'], $hash]);
    ask('update choice_group set version_id = $3, number = $4, hash = $5, saved_at = now()
        where person_id = $1 and batch = $2', [$person, BATCH, $version['id'], $number, $hash]);
    $detail = json_encode(['batch' => BATCH, 'version' => $version['id'], 'number' => $number]);
    ask("with audit as (insert into audit_entry (person_id, action, detail, address) values (\$1, 'save', \$2, \$3))
        insert into attempt (person_id, batch, outcome, body_hash, address) values (\$1, \$4, 'saved', \$5, \$3)",
        [$person, $detail, $address, BATCH, $hash]);
    ask("with letter as (insert into mail (person_id, title, body) values (\$1, \$2, \$3))
        insert into outbox (person_id, channel, text) values (\$1, 'sms', \$3)",
        [$person, '志愿保存成功', "您的本科二批志愿已第{$number}次保存，请登录平台核对。"]);
    pg_query($db, 'commit');

    header('Location: /form', true, 303);
}

$db = pg_pconnect($_SERVER['DATABASE_URL']);
$session = ask('select person_id from session where token = $1 and expires_at > now()', [$_COOKIE['peer'] ?? '']);
$path = $_SERVER['REQUEST_METHOD'] . ' ' . strtok($_SERVER['REQUEST_URI'], '?');
if ($session === false) {
    http_response_code(403);
} elseif ($path === 'GET /form') {
    show_form($session['person_id']);
} elseif ($path === 'POST /save') {
    save($session['person_id']);
} else {
    http_response_code(404);
}
