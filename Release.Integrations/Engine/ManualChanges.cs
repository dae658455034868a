using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;

namespace Release.Integrations.Engine;

/// <summary>
/// Finds out who changed an image. The caches do not keep managed fields, because they are larger than the rest of the
/// object, so a Deployment whose image is not the synced one is read separately, once for each generation of its spec.
/// </summary>
internal sealed partial class ManualChanges(IClusterClients clients, TimeProvider clock, ILogger<ManualChanges> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(EnvironmentName, ObjectKey), Answer> _answers = new();
    private readonly Channel<Question> _questions = Channel.CreateUnbounded<Question>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Raised when the author of a cell's change is known.</summary>
    public event Action<Cell>? Known;

    /// <summary>Who changed it; null if that was Release or Argo CD, or is not known yet.</summary>
    public ManualChange? Find(Cell cell, KubernetesDeployment deployment)
    {
        var key = (cell.Environment, ObjectKey.Of(deployment.Metadata));
        var generation = deployment.Metadata.Generation ?? 0;
        if (_answers.TryGetValue(key, out var answer) && answer.Generation == generation)
        {
            return answer.Found;
        }

        _answers[key] = new Answer(generation, null);
        _questions.Writer.TryWrite(new Question(cell, deployment.Metadata.Namespace ?? "", deployment.Metadata.Name, generation));
        return null;
    }

    /// <summary>Call when the Deployment has the expected image again.</summary>
    public void Forget(Cell cell, KubernetesDeployment deployment) =>
        _answers.TryRemove((cell.Environment, ObjectKey.Of(deployment.Metadata)), out _);

    /// <summary>Works through the questions until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var question in _questions.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await AnswerAsync(question, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotFound(logger, exception, question.Name, question.Cell);
                if (exception is OutsideException)
                {
                    await Task.Delay(RetryAfter, clock, cancellationToken);
                    _questions.Writer.TryWrite(question);
                }
            }
        }
    }

    private async Task AnswerAsync(Question question, CancellationToken cancellationToken)
    {
        var deployment = await clients.For(question.Cell.Environment).GetAsync(
            ResourceKinds.Deployments, question.Namespace, question.Name, cancellationToken);
        if (deployment is null)
        {
            return;
        }

        // If it has changed again since, the watch asks again.
        var key = (question.Cell.Environment, ObjectKey.Of(deployment.Metadata));
        if (_answers.TryGetValue(key, out var asked) && asked.Generation == question.Generation && deployment.Metadata.Generation == question.Generation
            && ImageHolders.Holder(deployment) is { } found)
        {
            _answers[key] = asked with { Found = found };
            Known?.Invoke(question.Cell);
        }
    }

    private sealed record Question(Cell Cell, string Namespace, string Name, long Generation);

    private sealed record Answer(long Generation, ManualChange? Found);

    private static partial class Log
    {
        [LoggerMessage(4261, LogLevel.Warning, "Finding out who changed the image of Deployment {Deployment} of {Cell} failed")]
        public static partial void NotFound(ILogger logger, Exception exception, string deployment, Cell cell);
    }
}
