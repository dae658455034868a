using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace Release.Tests.Unit.Data.SqlServer;

/// <summary>A connection to nothing: what would be sent to a SQL Server is answered by <see cref="SqlServerImitation"/>.</summary>
internal sealed class ImitatedConnection(SqlServerImitation server) : DbConnection
{
    private ConnectionState _state;

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=imitation;Database=Release";

    public override string Database => "Release";

    public override string DataSource => "imitation";

    // Of SQL Server 2022.
    public override string ServerVersion => "16.00.1000";

    public override ConnectionState State => _state;

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new Transaction(this, isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(server) { Connection = this };

    private sealed class Transaction(ImitatedConnection connection, IsolationLevel level) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => level;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }

    private sealed class Command(SqlServerImitation server) : DbCommand
    {
        // The client's own collection, because Entity Framework gives its parameters the client's types.
        private readonly SqlParameterCollection _parameters = new SqlCommand().Parameters;

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => _parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override void Prepare()
        {
        }

        public override int ExecuteNonQuery()
        {
            server.Answer(CommandText);
            return 1;
        }

        public override object? ExecuteScalar() => server.Answer(CommandText) is [{ Rows: [var row, ..] }, ..] ? row[0] : null;

        protected override DbParameter CreateDbParameter() => new SqlParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => server.Answer(CommandText) is { Count: > 0 } tables
            ? new DataTableReader([.. tables])
            : new DataTable().CreateDataReader();
    }
}
