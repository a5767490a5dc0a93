using DroneLink.Firmware.Peers;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

/// <summary>Encounters of chance, anywhere on the globe, against straight lines through WGS84's Cartesian coordinates in double precision.</summary>
public sealed class EncounterRandomTests
{
    private const int HorizonMs = 30000;
    private const double SemiMajor = 6378137.0;
    private const double EccentricitySquare = 0.00669437999014;

    [Theory]
    [InlineData(1, -90, 90)]
    [InlineData(2, 89.98, 90)]
    [InlineData(3, -90, -89.98)]
    [InlineData(4, -1, 1)]
    public void RandomEncounters_AreAsStraightLinesSay(int seed, double south, double north)
    {
        var random = new Random(seed);
        var encounter = new Encounter();
        for (var i = 0; i < 3000; i++)
        {
            var latitude = south + (random.NextDouble() * (north - south));
            var longitude = i % 3 == 0 ? 180 - (random.NextDouble() * 0.001) : (random.NextDouble() * 360) - 180;
            var own = Draw(random, latitude, longitude);
            var peer = DrawNear(random, latitude, longitude);

            encounter.Compute(own, peer, 0, HorizonMs);

            var (distance, closest) = Truth(own, peer);
            var where = $"{seed}/{i}: {own.LatitudeE7} {own.LongitudeE7} {peer.LatitudeE7} {peer.LongitudeE7}";
            Assert.True(Math.Abs(distance - encounter.DistanceCm) <= 20 + (distance * 0.004), $"{where}: {distance} {encounter.DistanceCm}");
            Assert.True(Math.Abs(closest - encounter.ClosestCm) <= 20 + (distance * 0.004), $"{where}: {closest} {encounter.ClosestCm}");
            Assert.InRange(encounter.TimeToClosestMs, 0, HorizonMs);
            Assert.True(encounter.ClosestCm <= encounter.DistanceCm);
        }
    }

    private static PeerState Draw(Random random, double latitude, double longitude)
    {
        var state = new PeerState();
        state.Start((int)Math.Round(latitude * 1e7), (int)Math.Round(longitude * 1e7), 0);
        state.SetAltitude(random.Next(0, 12000));
        state.SetVelocity(random.Next(-3000, 3000), random.Next(-3000, 3000));
        state.SetClimb(random.Next(-800, 800));
        return state;
    }

    // Up to about 3 km in each direction, across the date line and across the pole.
    private static PeerState DrawNear(Random random, double latitude, double longitude)
    {
        var north = (random.NextDouble() - 0.5) * 0.05;
        var east = (random.NextDouble() - 0.5) * 0.05;
        var cosine = Math.Max(Math.Cos(latitude * Math.PI / 180), 0.0005);
        var peerLatitude = latitude + north;
        var peerLongitude = longitude + Math.Clamp(east / cosine, -180, 180);
        if (Math.Abs(peerLatitude) > 90)
        {
            peerLatitude = Math.CopySign(180, peerLatitude) - peerLatitude;
            peerLongitude += 180;
        }

        return Draw(random, peerLatitude, Math.IEEERemainder(peerLongitude, 360));
    }

    private static (double Distance, double Closest) Truth(PeerState own, PeerState peer)
    {
        var (place, speed) = Cartesian(own);
        var (otherPlace, otherSpeed) = Cartesian(peer);
        var closest = double.MaxValue;
        double At(double seconds)
        {
            var square = 0.0;
            for (var i = 0; i < 3; i++)
            {
                var difference = otherPlace[i] - place[i] + ((otherSpeed[i] - speed[i]) * seconds);
                square += difference * difference;
            }

            return 100 * Math.Sqrt(square);
        }

        for (var ms = 0; ms <= HorizonMs; ms += 50) closest = Math.Min(closest, At(ms / 1000.0));
        return (At(0), closest);
    }

    private static (double[] Place, double[] Speed) Cartesian(PeerState state)
    {
        var (sinLat, cosLat) = Math.SinCos(state.LatitudeE7 * 1e-7 * Math.PI / 180);
        var (sinLon, cosLon) = Math.SinCos(state.LongitudeE7 * 1e-7 * Math.PI / 180);
        var prime = SemiMajor / Math.Sqrt(1 - (EccentricitySquare * sinLat * sinLat));
        var height = state.AltitudeCm / 100.0;
        var (east, north, up) = (state.EastCms / 100.0, state.NorthCms / 100.0, state.UpCms / 100.0);
        return (
            [(prime + height) * cosLat * cosLon, (prime + height) * cosLat * sinLon, ((prime * (1 - EccentricitySquare)) + height) * sinLat],
            [
                (-sinLon * east) - (sinLat * cosLon * north) + (cosLat * cosLon * up),
                (cosLon * east) - (sinLat * sinLon * north) + (cosLat * sinLon * up),
                (cosLat * north) + (sinLat * up),
            ]);
    }
}
