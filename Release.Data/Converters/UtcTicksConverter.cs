using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Release.Data.Converters;

/// <summary>Moments as UTC ticks (100 ns), for databases that have no type that keeps them exactly: they sort and compare in queries.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
