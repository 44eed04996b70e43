//! What both engines are asked, in SQL that both understand.
//!
//! A statement writes its parameters as `?1`, `?2`, which SQLite takes as they are and PostgreSQL as `$1`, `$2`. What it relies on
//! is in both: `RETURNING`, `ON CONFLICT`, row values, `IS NOT DISTINCT FROM`; truth is a whole number, as in SQLite. Every function
//! here runs within a transaction that its engine begins and ends.

pub(super) mod articles;
pub(super) mod comments;
pub(super) mod copy;
pub(super) mod decisions;
pub(super) mod likes;
pub(super) mod moderators;
pub(super) mod people;
pub(super) mod queue;
pub(super) mod reports;
pub(super) mod rules;
pub(super) mod sites;
pub(super) mod threads;
pub(super) mod views;

use super::{Committed, StoreError};

/// A connection within a transaction.
pub(super) trait Sql {
    /// Runs a statement; tells how many rows it changed.
    fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, StoreError>;

    /// Runs a statement and looks at its rows, one by one.
    fn each(&self, sql: &str, values: &[Value], look: &mut Look) -> Result<(), StoreError>;

    /// What a query ends with so that what it found stays as it is until the end of the transaction. Where there is one writer
    /// at a time, nothing.
    fn held(&self) -> &'static str;
}

/// What is done with a row.
pub(super) type Look<'l> = dyn FnMut(&dyn Row) -> Result<(), StoreError> + 'l;

/// What is committed if the transaction is.
pub(super) type Told = Vec<Committed>;

impl dyn Sql + '_ {
    /// What is read of each row.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        self.each(sql, values, &mut |row| {
            rows.push(read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// What is read of the only row.
    pub(super) fn some<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.all(sql, values, read).map(|rows| rows.into_iter().next())
    }

    /// The same where there is always one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.some(sql, values, read)?.ok_or_else(|| StoreError::Failed("a row is not where it has to be".to_owned()))
    }
}

/// A row of an answer.
pub(super) trait Row {
    /// What stands in a column.
    fn value(&self, column: usize) -> Result<Value<'_>, StoreError>;
}

impl dyn Row + '_ {
    /// What stands in a column, as what is wanted.
    pub(super) fn get<T: FromValue>(&self, column: usize) -> Result<T, StoreError> {
        let value = self.value(column)?;
        T::from_value(value).ok_or_else(|| StoreError::Failed(format!("column {column} holds {value:?}")))
    }
}

/// What can be stored.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'v> {
    Null,
    Whole(i64),
    Text(&'v str),
    Bytes(&'v [u8]),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<u16> for Value<'_> {
    fn from(number: u16) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u64> for Value<'_> {
    /// Numbers are signed in every engine; the bits are what counts.
    fn from(number: u64) -> Self {
        Self::Whole(number.cast_signed())
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value<'_> {
    fn from(is: bool) -> Self {
        Self::Whole(is.into())
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(bytes: &'v [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'v, const N: usize> From<&'v [u8; N]> for Value<'v> {
    fn from(bytes: &'v [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'v, T> From<Option<T>> for Value<'v>
where
    Value<'v>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

/// What can be read of a [`Value`].
pub(super) trait FromValue: Sized {
    /// The value, when it is of this kind.
    fn from_value(value: Value) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Whole(number) = value { Some(number) } else { None }
    }
}

impl FromValue for u64 {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(i64::cast_unsigned)
    }
}

impl FromValue for u32 {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for u16 {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text.to_owned()) } else { None }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes.to_owned()) } else { None }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { bytes.try_into().ok() } else { None }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Null = value { Some(None) } else { T::from_value(value).map(Some) }
    }
}

/// The values of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::sql::Value::from($value)),*] };
}
pub(super) use values;
