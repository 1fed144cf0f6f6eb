"""The cache's file and its tables."""

DATABASE = "builds.db"
TABLES = """
create table if not exists unit (
    name text primary key, base text, own text, others text, until text, refs text,
    outputs blob, files integer, digest integer)
    without rowid;
create table if not exists row (
    learner text, place text, row blob, primary key (learner, place)) without rowid;
create table if not exists shelf (
    shelf text, place text, learner text, primary key (shelf, place, learner)) without rowid;
create index if not exists shelf_of on shelf (learner);
create table if not exists roster (
    learner text primary key, version text, digest text, row blob) without rowid;
create table if not exists diagnostic (unit text primary key, diagnostics blob) without rowid;
create table if not exists searched (unit text primary key, words blob) without rowid;
create table if not exists value (name text primary key, version text, value blob) without rowid;
"""
ROWS = "select row from shelf join row using (learner, place) where shelf = ?"
