using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Release.Data.Converters;

/// <summary>
/// Text as PostgreSQL can hold it. It refuses NUL and half a surrogate pair, which logs and messages of others may
/// contain: each becomes U+FFFD, so that a strange line fails no deployment.
/// </summary>
internal sealed class StorableTextConverter() : ValueConverter<string, string>(text => Storable(text), text => text)
{
    private const char Replacement = '\uFFFD';

    private static string Storable(string text)
    {
        text = text.Replace('\0', Replacement);
        // The encoder puts U+FFFD for a lone half; whole pairs come back as they were.
        return text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }
}
