using System.Globalization;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>Reads the fields of a query string; a 422 names every wrong one. An empty field counts as missing.</summary>
internal sealed class QueryFields
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>The answer to invalid fields; null if all are valid.</summary>
    public IResult? Problem => _errors.Count > 0 ? Problems.Fields(_errors) : null;

    public T? Read<T>(string field, string? text, Func<string, T?> parse, string rule)
        where T : class
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            Fail(field, rule);
        }

        return value;
    }

    public T? ReadWord<T>(string field, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Words.TryParse<T>(text, out var value))
        {
            return value;
        }

        Fail(field, $"Use one of {string.Join(", ", Enum.GetValues<T>().Select(word => word.Word()))}.");
        return null;
    }

    public int? ReadNumber(string field, string? text, int least, int most) =>
        ReadLong(field, text, least, most) is { } number ? (int)number : null;

    public long? ReadLong(string field, string? text, long least, long most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fail(field, most == long.MaxValue ? $"Use a whole number from {least}." : $"Use a whole number from {least} to {most}.");
        return null;
    }

    private void Fail(string field, string rule) => _errors.TryAdd(field, [$"is not valid. {rule}"]);
}

/// <summary>Writes and reads enums as the API does: in lower case.</summary>
internal static class Words
{
    /// <summary><c>DeploymentStatus.Queued</c> → <c>queued</c>.</summary>
    public static string Word<T>(this T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum =>
        Enum.TryParse(word, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(word[0]) && word[0] is not ('-' or '+');
}
