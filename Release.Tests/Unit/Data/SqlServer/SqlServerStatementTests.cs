using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Environments;
using Release.Core.Storage;
using Release.Data;
using Release.Data.Providers;
using Release.Data.Stores;
using Release.Tests.Support.Data;

namespace Release.Tests.Unit.Data.SqlServer;

/// <summary>
/// No SQL Server can be had where tests run. So everything that Release says to one is read by Microsoft's parser, and
/// every method of every store and query is called, found by reflection: a new one is covered, or the test fails.
/// </summary>
public sealed class SqlServerStatementTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly | BindingFlags.DoNotWrapExceptions;

    // What the stores are made of; called through them.
    private static readonly string[] Parts = ["DatabaseWriter", "Remembered`2", "WebhookInbox", "WriteTransaction"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_statement_of_every_store_and_query_is_one_that_sql_server_reads(bool hasRows)
    {
        var imitation = new SqlServerImitation(Model(), hasRows);
        await using var services = Services(imitation);
        var methods = Types().SelectMany(type => type.GetMethods(Own).Where(method => !method.IsSpecialName)).ToList();

        foreach (var method in methods)
        {
            await CallAsync(services, method, hasRows);
        }

        methods.Count.ShouldBeGreaterThan(60);
        imitation.Statements.Count.ShouldBeGreaterThan(methods.Count);
        Model().Tables.Select(table => table.Name).Where(name => !imitation.Statements.Any(sql => sql.Contains($"[{name}]", StringComparison.Ordinal)))
            .ShouldBeEmpty("nothing is ever said about these tables");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{methods.Count} methods, {imitation.Statements.Count} commands, {imitation.Statements.Distinct(StringComparer.Ordinal).Count()} of them different");
    }

    [Fact]
    public void What_it_would_refuse_is_noticed()
    {
        Should.Throw<FormatException>(() => SqlServerImitation.Parse("SELECT x FROM y LIMIT 1"));
        Should.Throw<FormatException>(() => new SqlServerImitation(Model(), true).Answer("SELECT [d].[Nothing] FROM [Deployments] AS [d]"));
    }

    private static async Task CallAsync(IServiceProvider services, MethodInfo method, bool hasRows)
    {
        var arguments = method.GetParameters().Select(parameter => SampleValues.Of(parameter.ParameterType)
            ?? throw new NotSupportedException($"{method.DeclaringType!.Name}.{method.Name} takes a {parameter.ParameterType}: give SampleValues one.")).ToArray();
        var isOfTransaction = method.DeclaringType == typeof(ReleaseTransaction);
        var transaction = isOfTransaction ? await services.GetRequiredService<IReleaseStore>().BeginAsync(TestContext.Current.CancellationToken) : null;
        try
        {
            if (method.Invoke(transaction ?? InstanceOf(services, method.DeclaringType!), Own, null, arguments, null) is Task running)
            {
                await running;
            }

            if (isOfTransaction && method.Name is not (nameof(IReleaseTransaction.CommitAsync) or nameof(IAsyncDisposable.DisposeAsync)))
            {
                await transaction!.CommitAsync(TestContext.Current.CancellationToken);
            }
        }
        catch (Exception nothing) when (!hasRows && SaysThatNothingIsThere(nothing))
        {
            // It asked for what must be there, and said all it had to say.
            TestContext.Current.TestOutputHelper?.WriteLine($"{method.Name} found nothing.");
        }
        finally
        {
            await (transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private static bool SaysThatNothingIsThere(Exception exception) => exception is LeaseLostException
        || (exception is InvalidOperationException && (exception.Message.StartsWith("Sequence contains no elements", StringComparison.Ordinal)
            || exception.Message.StartsWith("There is no cell", StringComparison.Ordinal)));

    private static IEnumerable<Type> Types() => typeof(ReleaseDbContext).Assembly.GetTypes().Where(type =>
        type is { IsClass: true, IsAbstract: false, IsNested: false, Namespace: "Release.Data.Stores" or "Release.Data.Queries" }
        && !Parts.Contains(type.Name)
        && type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Any(constructor => constructor.GetParameters().Any(parameter => typeof(IDbContextFactory<ReleaseDbContext>) == parameter.ParameterType
                || parameter.ParameterType == typeof(DatabaseWriter) || parameter.ParameterType == typeof(WriteTransaction))));

    private static object InstanceOf(IServiceProvider services, Type type) => services.GetService(type)
        ?? type.GetInterfaces().Select(services.GetService).FirstOrDefault(found => found?.GetType() == type)
        ?? throw new InvalidOperationException($"{type.Name} is not registered.");

    private static IRelationalModel Model()
    {
        using var context = ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=none", null));
        return context.GetService<IDesignTimeModel>().Model.GetRelationalModel();
    }

    private static ServiceProvider Services(SqlServerImitation imitation)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Release:Database:Provider", "SqlServer"), new("ConnectionStrings:Release", "Server=none")]).Build();
        var services = new ServiceCollection().AddLogging().AddReleaseData(configuration);
        services.AddSingleton<EnvironmentOrder>(_ => Samples.Environments);
        services.AddSingleton<IPassRequests>(new RecordedPassRequests());
        services.AddSingleton<SessionKeyStore>();
        services.AddSingleton<IDbContextFactory<ReleaseDbContext>>(new Contexts(imitation));
        return services.BuildServiceProvider();
    }

    private sealed class Contexts(SqlServerImitation imitation) : IDbContextFactory<ReleaseDbContext>
    {
        public ReleaseDbContext CreateDbContext() => new SqlServerReleaseDbContext(
            new DbContextOptionsBuilder<SqlServerReleaseDbContext>().UseSqlServer(new ImitatedConnection(imitation)).Options);
    }
}
