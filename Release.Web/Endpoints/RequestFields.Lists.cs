using System.Globalization;
using System.Text.Json;

namespace Release.Web.Endpoints;

/// <summary>Lists and moments.</summary>
internal sealed partial class RequestFields
{
    private const int MostInList = 100;

    /// <summary>A list of texts; empty when it is left out. In a form the field may be there several times.</summary>
    public IReadOnlyList<string> OptionalTexts(string field)
    {
        if (_form is not null)
        {
            return _form.TryGetValue(field, out var values) ? [.. values.OfType<string>()] : [];
        }

        var list = Find(field);
        if (list.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() > MostInList
            || list.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            Fail(field, $"is a list of at most {MostInList} texts.");
            return [];
        }

        return [.. list.EnumerateArray().Select(item => Unescape(field, item)).OfType<string>()];
    }

    /// <summary>A moment as ISO 8601 has it, with its zone: <c>2026-12-31T00:00:00Z</c>; null when it is left out.</summary>
    public DateTimeOffset? OptionalMoment(string field)
    {
        if (OptionalText(field) is not { Length: > 0 } text)
        {
            return null;
        }

        if (text.Length >= 20 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return moment;
        }

        Fail(field, "is a moment such as 2026-12-31T00:00:00Z.");
        return null;
    }
}
