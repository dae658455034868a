namespace Release.Data.Providers;

/// <summary>When a transaction that writes has its turn among the others.</summary>
internal enum WritePriority
{
    /// <summary>After those that asked before. What it reads stays true until it commits.</summary>
    InTurn,

    /// <summary>
    /// Before all that wait in turn: for what somebody waits for and is short: rows that a unique index keeps apart, or a
    /// conditional update of one row, because where the database lets several write it may run beside others.
    /// </summary>
    Ahead,
}
