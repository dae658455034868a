using System.Data;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Release.Tests.Support.Data;

namespace Release.Tests.Unit.Data.SqlServer;

/// <summary>
/// Reads every statement with Microsoft's own parser, keeps it, and answers with rows that the model could hold: so the
/// stores go on to what they would say next. It knows no rows: it makes them up from the columns that are asked for.
/// </summary>
/// <param name="model">Whose tables there are.</param>
/// <param name="hasRows">Whether something is found; else tables are empty and sums are zero.</param>
/// <param name="number">What is counted where something is found.</param>
internal sealed class SqlServerImitation(IRelationalModel model, bool hasRows, int number = 1)
{
    private readonly List<string> _statements = [];

    public IReadOnlyList<string> Statements => _statements;

    /// <summary>SQL Server 2019's grammar, the oldest that is served.</summary>
    /// <exception cref="FormatException">It would be refused; the message says where.</exception>
    public static TSqlScript Parse(string sql)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return errors.Count == 0
            ? (TSqlScript)parsed
            : throw new FormatException($"{string.Join('\n', errors.Select(error => $"line {error.Line}: {error.Message}"))}\n{sql}");
    }

    public IReadOnlyList<DataTable> Answer(string sql)
    {
        _statements.Add(sql);
        return [.. Parse(sql).Batches.SelectMany(batch => batch.Statements).Select(ResultOf).OfType<DataTable>()];
    }

    private DataTable? ResultOf(TSqlStatement statement) => statement switch
    {
        SelectStatement select => ResultOf((QuerySpecification)select.QueryExpression),
        InsertStatement { InsertSpecification: { OutputClause: { } output } insert } =>
            Table(output.SelectColumns, NameOf(insert.Target), ((ValuesInsertSource)insert.InsertSource).RowValues.Count),
        MergeStatement { MergeSpecification: { OutputClause: { } output } merge } =>
            Table(output.SelectColumns, NameOf(merge.Target), ((InlineDerivedTable)merge.TableReference).RowValues.Count),
        UpdateStatement { UpdateSpecification.OutputClause: { } output } => Table(output.SelectColumns, null, 1),
        DeleteStatement { DeleteSpecification.OutputClause: { } output } => Table(output.SelectColumns, null, 1),
        InsertStatement or MergeStatement or UpdateStatement or DeleteStatement or PredicateSetStatement => null,
        _ => throw new NotSupportedException($"The imitation does not know {statement.GetType().Name}."),
    };

    private DataTable ResultOf(QuerySpecification query)
    {
        var isSum = query.GroupByClause is null && query.SelectElements.All(element => element is SelectScalarExpression { Expression: FunctionCall });
        var table = new DataTable();
        var values = query.SelectElements.Cast<SelectScalarExpression>().Select(element => ValueOf(element.Expression, query)).ToList();
        foreach (var value in values)
        {
            table.Columns.Add(null, value.GetType());
        }

        if (hasRows || query.FromClause is null || isSum)
        {
            table.Rows.Add([.. values.Select(value => hasRows ? value : value is bool or int ? Activator.CreateInstance(value.GetType()) : DBNull.Value)]);
        }

        return table;
    }

    /// <summary>What an INSERT, MERGE, UPDATE or DELETE gives back: keys that were made, and positions.</summary>
    private DataTable Table(IList<SelectElement> columns, string? target, int rows)
    {
        var table = new DataTable();
        var names = columns.Cast<SelectScalarExpression>()
            .Select(column => column.Expression is ColumnReferenceExpression reference ? reference.MultiPartIdentifier.Identifiers[^1].Value : null).ToList();
        foreach (var name in names)
        {
            table.Columns.Add(null, name is null or "_Position" ? typeof(int) : ColumnOf(target!, name).ProviderClrType);
        }

        foreach (var row in Enumerable.Range(0, rows))
        {
            // Keys above those that rows are found with, so that no two entities have the same.
            table.Rows.Add([.. names.Select(name => name switch { null => (object)1, "_Position" => row, _ => 1000 + row })]);
        }

        return table;
    }

    private object ValueOf(ScalarExpression expression, QuerySpecification query) => expression switch
    {
        ColumnReferenceExpression column => ValueOf(column, query),
        CastCall { DataType: SqlDataTypeReference { SqlDataTypeOption: SqlDataTypeOption.Bit } } => true,
        CastCall cast when cast.DataType is SqlDataTypeReference { SqlDataTypeOption: SqlDataTypeOption.Int } => number,
        SearchedCaseExpression cases => ValueOf(
            cases.WhenClauses.Select(when => when.ThenExpression).Append(cases.ElseExpression).First(value => value is not NullLiteral), query),
        ParenthesisExpression inner => ValueOf(inner.Expression, query),
        UnaryExpression unary => ValueOf(unary.Expression, query),
        CoalesceExpression coalesce => ValueOf(coalesce.Expressions[0], query),
        FunctionCall { FunctionName.Value: "MAX" or "MIN" } aggregate => ValueOf(aggregate.Parameters[0], query),
        FunctionCall { FunctionName.Value: "SYSDATETIMEOFFSET" } => Samples.Noon,
        FunctionCall { FunctionName.Value: "COUNT" } or IntegerLiteral => number,
        ScalarSubquery { QueryExpression: QuerySpecification inner } => ValueOf(((SelectScalarExpression)inner.SelectElements[0]).Expression, inner),
        _ => throw new NotSupportedException($"The imitation does not know {expression.GetType().Name}: {string.Concat(expression.ScriptTokenStream.Skip(expression.FirstTokenIndex).Take(20).Select(token => token.Text))}"),
    };

    private object ValueOf(ColumnReferenceExpression reference, QuerySpecification query)
    {
        var names = reference.MultiPartIdentifier.Identifiers;
        var alias = names[0].Value;
        var source = query.FromClause.TableReferences.SelectMany(Flat).OfType<TableReferenceWithAlias>()
            .FirstOrDefault(table => table.Alias.Value == alias) ?? throw new FormatException($"Nothing is called {alias}.");
        if (source is NamedTableReference named)
        {
            var column = ColumnOf(NameOf(named), names[^1].Value);
            return SampleValues.Of(column) ?? throw new NotSupportedException($"No sample for {NameOf(named)}.{column.Name}.");
        }

        var inner = (QuerySpecification)((QueryDerivedTable)source).QueryExpression;
        var element = inner.SelectElements.Cast<SelectScalarExpression>().First(found =>
            found.ColumnName?.Value == names[^1].Value
            || (found.ColumnName is null && found.Expression is ColumnReferenceExpression column && column.MultiPartIdentifier.Identifiers[^1].Value == names[^1].Value));
        return ValueOf(element.Expression, inner);
    }

    private static IEnumerable<TableReference> Flat(TableReference table) => table switch
    {
        JoinTableReference join => Flat(join.FirstTableReference).Concat(Flat(join.SecondTableReference)),
        _ => [table],
    };

    private static string NameOf(TableReference table) => ((NamedTableReference)table).SchemaObject.BaseIdentifier.Value;

    private IColumn ColumnOf(string table, string column) =>
        model.FindTable(table, null)?.FindColumn(column) ?? throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"There is no {table}.{column}."));
}
