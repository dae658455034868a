using Release.Core.Applications;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>Makes outside calls and names the system that is unavailable when one fails.</summary>
internal static class OutsideCalls
{
    public static Task<T> ClusterAsync<T>(Cell cell, Func<Task<T>> call) => AnswerAsync($"the cluster {cell.Environment}", call);

    public static Task ClusterAsync(Cell cell, Func<Task> call) => ClusterAsync(cell, async () =>
    {
        await call();
        return true;
    });

    public static Task<T> GitAsync<T>(Func<Task<T>> call) => AnswerAsync("git", call);

    public static Task<T> RegistryAsync<T>(Func<Task<T>> call) => AnswerAsync("the registry", call);

    public static Task<T> GitHubAsync<T>(Func<Task<T>> call) => AnswerAsync("GitHub", call);

    private static async Task<T> AnswerAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (OutsideException exception) when (DependencyUnavailableException.Means(exception))
        {
            throw new DependencyUnavailableException(what, exception);
        }
    }
}

/// <summary>A system that a step needs is unavailable. That does not fail the step: it waits until the system is back.</summary>
internal sealed class DependencyUnavailableException(string what, OutsideException cause) : Exception(cause.Message, cause)
{
    /// <summary>The unavailable system, as it stands in a sentence: <c>the cluster staging</c>, <c>git</c>.</summary>
    public string What => what;

    /// <summary>True for no answer and 5xx. A refusal (permission, not found) is an answer that a person must act on.</summary>
    public static bool Means(OutsideException exception) => exception.IsAway;
}
