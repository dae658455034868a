namespace Release.Core.Webhooks;

/// <summary>Reads what GitHub sent.</summary>
public interface ISourceEventReader
{
    /// <summary>Whether events of this name are worth keeping at all.</summary>
    bool IsOfInterest(string eventName);

    /// <param name="eventName"><c>X-GitHub-Event</c>.</param>
    /// <param name="payload">The body: JSON.</param>
    /// <exception cref="FormatException">It is not what GitHub sends; the message says what is missing.</exception>
    SourceEvent Read(string eventName, string payload);
}
