using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Data.Converters;
using Release.Data.Queries;
using Release.Data.Rows;
using Release.Data.Stores;
using Release.Tests.Support.Data;
using Release.Tests.Support.Sources;

namespace Release.Tests.Unit.Data.SqlServer;

/// <summary>A value of each type that the stores take or their tables hold.</summary>
internal static class SampleValues
{
    private static readonly Guid Id = Guid.Parse("0196f0a2-7b1c-7d3e-8f00-0000000000a1");

    private static ReleaseEvent Told => new(EventType.DeploymentQueued, "tests", "told", Samples.Cell().Application);

    private static Notification Notification =>
        new("key", Id, Samples.Cell(), ImageTag.Parse("v1"), StepName.Rollout, FailureKind.Application, "crash loop");

    /// <summary>What a column of this kind could hold, as its client gives it.</summary>
    public static object? Of(IColumn column)
    {
        var property = column.PropertyMappings[0].Property;
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var value = property.Name switch
        {
            // Only such a delivery can be worked again.
            _ when type == typeof(WebhookDeliveryStatus) => WebhookDeliveryStatus.Failed,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(0),
            "_environments" => "staging",
            nameof(OutboxRow.Payload) => StoredJson.Write(Notification),
            "Xml" => "<key/>",
            _ when type == typeof(string) && property.GetMaxLength() == CommitSha.Length => new string('a', CommitSha.Length),
            _ => Of(type),
        };
        return property.FindRelationalTypeMapping()!.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    /// <summary>An argument of this type; null where none is known.</summary>
    public static object? Of(Type type) => Simple(type) ?? Entity(type) ?? Work(type);

    private static object? Simple(Type type) => type switch
    {
        _ when type == typeof(CancellationToken) => TestContext.Current.CancellationToken,
        _ when type == typeof(string) => "alphagov/publisher",
        _ when type == typeof(int) || type == typeof(int?) => 1,
        _ when type == typeof(long) || type == typeof(long?) => 1L,
        _ when type == typeof(double) => 1.0,
        _ when type == typeof(bool) => true,
        _ when type == typeof(Guid) => Id,
        _ when type == typeof(DateOnly) => DateOnly.FromDateTime(Samples.Noon.DateTime),
        _ when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) => Samples.Noon,
        _ when type == typeof(ApplicationName) => Samples.Cell().Application,
        _ when type == typeof(EnvironmentName) => Samples.Cell().Environment,
        _ when type == typeof(Cell) => Samples.Cell(),
        _ when type == typeof(ImageTag) => ImageTag.Parse("v1"),
        _ when type == typeof(CommitSha) => Commits.Sha('1'),
        _ when type == typeof(SourceRepository) => Commits.Repository,
        _ when type == typeof(PromotionDecision) => new PromotionDecision(null, []),
        _ when type == typeof(XElement) => new XElement("key"),
        _ when type == typeof(WebhookDeliveryStatus?) => WebhookDeliveryStatus.Failed,
        _ => null,
    };

    private static object? Entity(Type type) => type switch
    {
        _ when type == typeof(ReleaseEvent) => Told,
        _ when type == typeof(Notification) => Notification,
        _ when type == typeof(CellLease) => new CellLease(Samples.Cell(), "host-1 (4711)", 1, Samples.Noon),
        _ when type == typeof(Application) => new Application(Samples.Cell().Application, null, Samples.Noon),
        _ when type == typeof(ApplicationEnvironment) => new ApplicationEnvironment(Samples.Cell().Application, Samples.Cell().Environment),
        _ when type == typeof(Deployment) => FilledDeployment(),
        _ when type == typeof(CiRun) => Run(),
        _ when type == typeof(ShippedChanges) => Commits.Set(Commits.Between('1', '3', ChangeRelation.Ahead, [Commits.Commit('2'), Commits.Commit('3')]), "db/migrate/1.rb").For(Id, Samples.Noon),
        _ when type == typeof(ApiToken) => new ApiToken("ci", new string('a', 64), TokenScopes.Notify, [Samples.Cell().Environment], "admin", Samples.Noon),
        _ when type == typeof(DeploymentFilter) => new DeploymentFilter(Samples.Cell().Application, Samples.Cell().Environment, DeploymentStatus.Failed, new PageCursor(Samples.Noon, Id).ToString()),
        _ when type == typeof(IReadOnlyList<WebhookResult>) => (WebhookResult[])[new WebhookResult.Worked(1, "done")],
        _ => null,
    };

    private static object? Work(Type type) => type switch
    {
        _ when type == typeof(Func<CancellationToken, Task>) => (CancellationToken _) => Task.CompletedTask,
        _ when type == typeof(Func<ApiToken, ReleaseEvent?>) => (Func<ApiToken, ReleaseEvent?>)Revoke,
        _ when type == typeof(Func<Person, IReadOnlyList<ReleaseEvent>>) => (Func<Person, IReadOnlyList<ReleaseEvent>>)SignIn,
        _ => null,
    };

    private static ReleaseEvent? Revoke(ApiToken token)
    {
        token.Revoke(Samples.Noon.AddHours(1));
        return Told;
    }

    private static IReadOnlyList<ReleaseEvent> SignIn(Person person)
    {
        person.SignIn("zoe", "Zoë", Samples.Noon.AddHours(1));
        return [Told];
    }

    private static Deployment FilledDeployment()
    {
        var deployment = Deployment.Queue(Samples.Cell(), ImageTag.Parse("v1"), Trigger.Promotion, true, "tests", "because", Guid.NewGuid(), Samples.Noon);
        deployment.BeginStep(Samples.Noon);
        deployment.KeepLog(new StepLog("git", "one\ntwo", 1, Samples.Noon));
        deployment.TakeTasks([new StepTaskReport("PreSync", "PreSync Job assets", StepTaskPhase.Running, "created", Log: "log")], Samples.Noon);
        return deployment;
    }

    private static CiRun Run()
    {
        var run = new CiRun(7, Commits.Repository, Commits.Sha('1'), "CI", ".github/workflows/ci.yml", "push", "https://github.com/alphagov/publisher/actions/runs/7");
        run.Update(BuildState.Running, 1, Samples.Noon);
        return run;
    }
}
