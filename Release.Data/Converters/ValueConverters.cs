using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Events;

namespace Release.Data.Converters;

internal sealed class ApplicationNameConverter() : ValueConverter<ApplicationName, string>(name => name.Value, text => ApplicationName.Parse(text));

internal sealed class EnvironmentNameConverter() : ValueConverter<EnvironmentName, string>(name => name.Value, text => EnvironmentName.Parse(text));

internal sealed class ImageTagConverter() : ValueConverter<ImageTag, string>(tag => tag.Value, text => ImageTag.Parse(text));

/// <summary>Event types are stored under their public name, such as <c>deployment.queued</c>.</summary>
internal sealed class EventTypeConverter() : ValueConverter<EventType, string>(type => ReleaseEvent.TypeNameOf(type), name => Read(name))
{
    private static readonly Dictionary<string, EventType> ByName = Enum.GetValues<EventType>().ToDictionary(ReleaseEvent.TypeNameOf);

    private static EventType Read(string name) => ByName.TryGetValue(name, out var type)
        ? type
        : throw new InvalidOperationException($"The event log has an event '{name}', which this version of Release does not know. Run the newer version.");
}

internal sealed class PromotionDecisionConverter() : ValueConverter<PromotionDecision, string>(
    decision => StoredJson.Write(decision), text => StoredJson.Read<PromotionDecision>(text));

/// <summary>Stores times as UTC ticks (100 ns) in databases without a type that keeps them exactly; ticks sort and compare in queries.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

/// <summary>
/// Makes text storable in PostgreSQL, which rejects NUL and lone surrogates. Logs and messages of other systems may contain
/// them; each becomes U+FFFD, so that such a line does not fail a deployment.
/// </summary>
internal sealed class StorableTextConverter() : ValueConverter<string, string>(text => Storable(text), text => text)
{
    private const char Replacement = '\uFFFD';

    private static string Storable(string text)
    {
        text = text.Replace('\0', Replacement);
        // The encoder replaces a lone surrogate by U+FFFD and keeps whole pairs.
        return text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }
}
