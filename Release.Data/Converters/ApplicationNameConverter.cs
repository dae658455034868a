using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Release.Core.Applications;

namespace Release.Data.Converters;

internal sealed class ApplicationNameConverter() : ValueConverter<ApplicationName, string>(name => name.Value, text => ApplicationName.Parse(text));
