//! SQL as SQLite takes it.

use rusqlite::{
    Connection, ToSql,
    types::{ToSqlOutput, ValueRef},
};

use crate::store::{
    StoreError,
    sql::{Look, Row, Sql, Value},
};

/// The statements of a connection, each prepared once.
pub(super) struct Statements<'c>(pub(super) &'c Connection);

impl Sql for Statements<'_> {
    fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let changed = self.0.prepare_cached(sql)?.execute(rusqlite::params_from_iter(values))?;
        Ok(changed as u64)
    }

    fn each(&self, sql: &str, values: &[Value], look: &mut Look) -> Result<(), StoreError> {
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            look(row)?;
        }
        Ok(())
    }

    fn held(&self) -> &'static str {
        ""
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Whole(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn value(&self, column: usize) -> Result<Value<'_>, StoreError> {
        Ok(match self.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Whole(number),
            ValueRef::Text(text) => Value::Text(std::str::from_utf8(text).map_err(|_| StoreError::Damaged)?),
            ValueRef::Blob(bytes) => Value::Bytes(bytes),
            ValueRef::Real(_) => return Err(StoreError::Failed(format!("column {column} holds a fraction"))),
        })
    }
}
