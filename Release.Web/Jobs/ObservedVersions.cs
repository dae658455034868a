using Hangfire;
using Release.Core.Applications;
using Release.Core.Board;

namespace Release.Web.Jobs;

/// <summary>Records a version that has settled in an environment where others deploy. Run twice, it records once.</summary>
internal sealed class ObservedVersions(ObservedDeployments seen)
{
    [JobDisplayName("{0} in {1}: {2} was seen running")]
    public Task RecordAsync(string application, string environment, string version, DateTimeOffset since, CancellationToken cancellationToken) =>
        seen.TakeAsync(
            new DebouncedChange.Version(new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment)), ImageTag.Parse(version), since),
            cancellationToken);
}
