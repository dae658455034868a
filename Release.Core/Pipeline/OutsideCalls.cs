using Release.Core.Applications;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>Calls to the outside that say what is away when nobody answers.</summary>
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

/// <summary>Something that a step needs cannot be reached. That is nobody's failure: the step waits until it is back.</summary>
internal sealed class DependencyUnavailableException(string what, OutsideException cause) : Exception(cause.Message, cause)
{
    /// <summary>What is away, for a sentence: <c>the cluster staging</c>, <c>git</c>.</summary>
    public string What => what;

    /// <summary>Silence and 5xx; a refusal (permission, not found) is an answer, which people must act on.</summary>
    public static bool Means(OutsideException exception) => exception.IsAway;
}
