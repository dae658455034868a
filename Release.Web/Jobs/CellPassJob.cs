using Hangfire;
using Release.Core.Applications;
using Release.Core.Pipeline;

namespace Release.Web.Jobs;

/// <summary>The pipeline's job: passes over one cell, until it has to wait.</summary>
internal sealed class CellPassJob(CellPasses passes)
{
    /// <param name="application">The cell's application.</param>
    /// <param name="environment">The cell's environment.</param>
    /// <param name="cancellationToken">Hangfire's: the server stops, or somebody deleted the job.</param>
    [JobDisplayName("{0} in {1}")]
    public Task RunAsync(string application, string environment, CancellationToken cancellationToken) =>
        passes.RunAsync(new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment)), cancellationToken);
}
