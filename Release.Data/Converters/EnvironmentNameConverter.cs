using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Release.Core.Environments;

namespace Release.Data.Converters;

internal sealed class EnvironmentNameConverter() : ValueConverter<EnvironmentName, string>(name => name.Value, text => EnvironmentName.Parse(text));
