using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Pipeline.Steps;

/// <summary>Writes the version to the configuration repository (contracts §4). If it is there already, the step uses the existing commit.</summary>
public sealed class UpdateImageTagStep(IConfigRepository configRepository) : IDeploymentStep
{
    public StepName Name => StepName.UpdateImageTag;

    /// <summary>The repository client retries an update five times within a minute; the step retries that once more.</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(5), 2, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var commit = await OutsideCalls.GitAsync(() => configRepository.UpdateAsync(
                ConfigEdit.ForVersion(context.Cell, context.Version, context.RequestedBy), cancellationToken));
            var message = commit.Changed
                ? $"Committed {context.Version} as {Short(commit.Commit)}"
                : $"The file already had {context.Version} (commit {Short(commit.Commit)})";
            return new StepResult.Succeeded(message) { Commit = commit };
        }
        catch (ConfigFileMissingException exception)
        {
            return new StepResult.Failed(exception.Message, FailureKind.NotFound);
        }
        catch (ConfigFileRefusedException exception)
        {
            return new StepResult.Failed(exception.Message, FailureKind.Application);
        }
    }

    private static string Short(string commit) => commit[..Math.Min(commit.Length, 10)];
}
