//! SQL as PostgreSQL takes it, awaited on a thread that may wait.

use std::{cell::Cell, error::Error};

use bytes::{BufMut as _, BytesMut};
use deadpool_postgres::Object;
use tokio::{runtime::Handle, time::Instant};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::of;
use crate::store::{
    StoreError,
    sql::{Look, Row, Sql, Value},
};

/// The statements of a connection, each prepared once, all of them done before a time.
pub(super) struct Statements<'c> {
    client: &'c Object,
    handle: &'c Handle,
    deadline: Instant,
    /// Nobody knows what state the connection is in.
    is_spoiled: Cell<bool>,
}

impl<'c> Statements<'c> {
    pub(super) fn new(client: &'c Object, handle: &'c Handle, deadline: Instant) -> Self {
        Self { client, handle, deadline, is_spoiled: Cell::new(false) }
    }

    /// Runs statements that have no values.
    pub(super) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.wait(self.client.batch_execute(sql))
    }

    /// The connection is not to be used again.
    pub(super) fn spoil(&self) {
        self.is_spoiled.set(true);
    }

    pub(super) fn is_spoiled(&self) -> bool {
        self.is_spoiled.get()
    }

    /// Whether the other end has gone.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, StoreError> {
        if self.is_spoiled() {
            return Err(StoreError::Away("the connection was given up".to_owned()));
        }
        if let Ok(outcome) = self.handle.block_on(tokio::time::timeout_at(self.deadline, work)) {
            return outcome.map_err(|error| of(&error));
        }
        self.spoil();
        Err(StoreError::Away("it does not answer in time".to_owned()))
    }

    async fn query(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<tokio_postgres::Row>, tokio_postgres::Error> {
        let statement = self.client.prepare_cached(&translated(sql)).await?;
        let values: Vec<_> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        self.client.query(&statement, &values).await
    }
}

/// Parameters as PostgreSQL writes them. No statement has a question mark anywhere else.
fn translated(sql: &str) -> String {
    sql.replace('?', "$")
}

impl Sql for Statements<'_> {
    fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        self.wait(async {
            let statement = self.client.prepare_cached(&translated(sql)).await?;
            let values: Vec<_> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            self.client.execute(&statement, &values).await
        })
    }

    fn each(&self, sql: &str, values: &[Value], look: &mut Look) -> Result<(), StoreError> {
        self.wait(self.query(sql, values))?.iter().try_for_each(|row| look(row))
    }

    fn held(&self) -> &'static str {
        " FOR UPDATE"
    }
}

impl Row for tokio_postgres::Row {
    fn value(&self, column: usize) -> Result<Value<'_>, StoreError> {
        let kind = self.columns().get(column).map(tokio_postgres::Column::type_);
        let value = match kind {
            Some(&Type::INT8) => self.try_get::<_, Option<i64>>(column).map(|value| value.map(Value::Whole)),
            Some(&Type::INT4) => {
                self.try_get::<_, Option<i32>>(column).map(|value| value.map(|number| Value::Whole(number.into())))
            }
            Some(&Type::BYTEA) => self.try_get::<_, Option<&[u8]>>(column).map(|value| value.map(Value::Bytes)),
            _ => self.try_get::<_, Option<&str>>(column).map(|value| value.map(Value::Text)),
        };
        value.map(|value| value.unwrap_or(Value::Null)).map_err(|error| of(&error))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Whole(number) if *kind == Type::INT4 => out.put_i32(i32::try_from(*number)?),
            Self::Whole(number) if *kind == Type::INT8 => out.put_i64(*number),
            Self::Text(text) if [Type::TEXT, Type::VARCHAR, Type::UNKNOWN].contains(kind) => {
                out.put_slice(text.as_bytes());
            }
            Self::Bytes(bytes) if *kind == Type::BYTEA => out.put_slice(bytes),
            value => return Err(format!("{value:?} is no {kind}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
