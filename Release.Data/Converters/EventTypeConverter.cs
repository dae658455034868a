using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Release.Core.Events;

namespace Release.Data.Converters;

/// <summary>Events are stored under the name they are streamed by, such as <c>deployment.queued</c>.</summary>
internal sealed class EventTypeConverter() : ValueConverter<EventType, string>(type => ReleaseEvent.TypeNameOf(type), name => Read(name))
{
    private static readonly Dictionary<string, EventType> ByName = Enum.GetValues<EventType>().ToDictionary(ReleaseEvent.TypeNameOf);

    private static EventType Read(string name) => ByName.TryGetValue(name, out var type)
        ? type
        : throw new InvalidOperationException($"The event log has an event '{name}', which this version of Release does not know. Run the newer version.");
}
