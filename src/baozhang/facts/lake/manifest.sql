-- The manifest of a lake. Constraints, not code, keep its invariants.

create table lake (
    format integer not null,            -- version of this format
    created text not null
);

create table commits (                  -- what was done, one row for each transaction
    id integer primary key,
    at text not null,
    operation text not null
);

create table documents (                -- every content ever met, readable or not
    document_id text primary key,       -- SHA-256 of the file
    reader text not null,               -- version of the reader that tried it last
    why text,                           -- why it could not be read, null when it was
    advice text,
    added integer not null references commits
) without rowid;

create table sources (                  -- where contents were met: one row for each version of a file
    path text not null,
    version integer not null,           -- from 1
    document_id text not null references documents,
    size integer not null,              -- bytes
    mtime_ns integer,                   -- time of the last change, null when it is too young to be trusted
    latest integer not null check (latest in (0, 1)),
    gone integer not null default 0 check (gone in (0, 1)), -- the file is no longer there
    seen text not null,
    primary key (path, version)
) without rowid;
create unique index one_latest_version on sources (path) where latest = 1;
create index sources_of_document on sources (document_id);

create table segments (
    segment text primary key,
    shelf text not null,
    fiscal_year integer,
    added integer not null references commits,
    retired integer references commits, -- replaced: read by nobody who comes later
    retired_at integer                  -- seconds since 1970
) without rowid;

create table files (
    path text primary key,              -- relative to the lake
    segment text not null references segments on delete cascade,
    table_name text not null,
    rows integer not null,
    bytes integer not null,
    digest text not null,               -- SHA-256
    unique (segment, table_name)
) without rowid;

create table members (                  -- the documents whose rows a segment holds
    segment text not null references segments on delete cascade,
    document_id text not null references documents,
    shelf text not null,
    live integer not null check (live in (0, 1)), -- 0: the document's rows stand in a newer segment, or were dropped
    primary key (segment, document_id)
) without rowid;
create unique index held_once on members (shelf, document_id) where live = 1;

create table rule_sets (                -- what the shelves of audits were made with
    shelf text primary key,
    chosen text not null,               -- the rules asked for, empty for all
    rules text not null                 -- JSON: id and digest of each rule
) without rowid;

create view current_documents as        -- what the latest version of some file says
    select distinct s.document_id from sources s where s.latest = 1;
