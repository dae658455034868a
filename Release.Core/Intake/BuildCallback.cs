using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Intake;

/// <summary>
/// A workflow that builds an image ends with a deploy request (contracts §2). If a deployment asked for that build or waits
/// for that image, the request is its call-back and creates no new deployment, even if that deployment was cancelled or
/// superseded meanwhile.
/// </summary>
internal static class BuildCallback
{
    /// <summary>Longer than any build that Release waits for.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);
    private const int ShortestSha = 7;

    /// <summary>The deployment that the request belongs to; null when it asks for a new one.</summary>
    public static async Task<Deployment?> TakeAsync(
        IReleaseTransaction transaction, DeployRequest request, IReadOnlyList<Deployment> active, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!request.IsBuilt)
        {
            return null;
        }

        if (active.LastOrDefault() is { AwaitsImage: true } waiting && IsAnswered(waiting, request))
        {
            return await TakeAsync(transaction, waiting, request, now, cancellationToken);
        }

        // A run that Release dispatched is a manual run, which never asks for promotion.
        var asked = request.Promote ? [] : await transaction.UnansweredBuildsAsync(request.Cell, now - Longest, cancellationToken);
        return asked.FirstOrDefault(deployment =>
            deployment.Trigger is Trigger.Manual or Trigger.Rollback && !FailedToBuild(deployment) && IsAnswered(deployment, request)) is { } answered
            ? await TakeAsync(transaction, answered, request, now, cancellationToken)
            : null;
    }

    /// <summary>Whether the image that the workflow built is the deployment's version.</summary>
    public static bool IsFor(Deployment deployment, ImageTag image)
    {
        var text = VersionCommit.WithoutPrefix(image);
        return deployment.Version == image
            || (deployment.Reference is { } reference && Slug(reference) == Slug(text))
            || (text.Length >= ShortestSha && text.All(char.IsAsciiHexDigitLower) && deployment.SourceCommit?.StartsWith(text, StringComparison.Ordinal) == true);
    }

    /// <summary>A release asks for promotion, so it is not the call-back of a manual deployment that waits for the same image.</summary>
    private static bool IsAnswered(Deployment deployment, DeployRequest request) =>
        IsFor(deployment, request.Version) && (!request.Promote || deployment.PromoteRequested);

    /// <summary>The deployment failed while waiting; a late call-back then counts as a new request.</summary>
    private static bool FailedToBuild(Deployment deployment) =>
        deployment.Steps.Any(step => step is { Name: StepName.Build, Status: StepStatus.Failed });

    private static async Task<Deployment> TakeAsync(
        IReleaseTransaction transaction, Deployment deployment, DeployRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var awaited = deployment.AwaitsImage;
        if (deployment.CallBack(request.Version, now))
        {
            var what = awaited ? "is built and goes on"
                : deployment.Status is DeploymentStatus.Cancelled or DeploymentStatus.Superseded ? $"was built, but its deployment was {deployment.Status.ToString().ToLowerInvariant()} before"
                : "is built";
            transaction.Append(new ReleaseEvent(
                EventType.DeploymentProgressed, request.RequestedBy, $"{deployment.Version} for {deployment.Environment} {what}", deployment.Application, deployment.Environment, deployment.Id));
        }

        if (awaited)
        {
            await transaction.SchedulePassAsync(deployment.Cell, now, cancellationToken);
        }

        return deployment;
    }

    /// <summary>Workflows turn a branch name into a tag by replacing characters that a tag may not contain with a dash.</summary>
    private static string Slug(string text) => string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-'));
}
