using System;

namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// How near two drones are and come to each other if both fly on straight. The peer is seen from the plane that touches the earth under the
    /// own drone, with WGS84's radii of curvature there: nothing special happens at the poles and at the date line. Heights count as they
    /// are told; where one is not known, both count as equally high, now and later. Uses double functions: for some tens of calls a second. Allocates nothing.
    /// </summary>
    public sealed class Encounter
    {
        private const long TurnE7 = 3600000000;
        private const double RadiansPerE7 = Math.PI / 1800000000;
        private const double EquatorCm = 637813700;
        private const double MeanRadiusCm = 637100880;
        private const double EccentricitySquare = 0.00669437999;

        // Beyond this central angle, 50 km, the plane is no picture of the globe, and nobody meets.
        private const double FarRadians = 0.008;

        private double _east;
        private double _north;
        private double _up;
        private double _velocityEast;
        private double _velocityNorth;
        private double _velocityUp;

        /// <summary>Distance, cm.</summary>
        public int DistanceCm { get; private set; }

        /// <summary>The least distance from now to the horizon, cm.</summary>
        public int ClosestCm { get; private set; }

        /// <summary>When that is, ms from now; 0 when they do not come nearer.</summary>
        public int TimeToClosestMs { get; private set; }

        /// <summary>Computes the encounter.</summary>
        /// <param name="own">The own drone.</param>
        /// <param name="peer">The other one.</param>
        /// <param name="nowMs">ms since boot. Both are thought on to this time.</param>
        /// <param name="horizonMs">How far ahead it looks, ms.</param>
        public void Compute(PeerState own, PeerState peer, long nowMs, int horizonMs)
        {
            double ownLatitude = own.LatitudeE7 * RadiansPerE7;
            double peerLatitude = peer.LatitudeE7 * RadiansPerE7;
            double turn = Turn(own.LongitudeE7, peer.LongitudeE7) * RadiansPerE7;
            double half = Math.Sin(turn / 2);
            double halfNorth = Math.Sin((peerLatitude - ownLatitude) / 2);
            double ownCosine = Math.Cos(ownLatitude);
            double peerCosine = Math.Cos(peerLatitude);

            // Haversine, R. W. Sinnott 1984: exact for small angles.
            double haversine = (halfNorth * halfNorth) + (ownCosine * peerCosine * half * half);
            if (haversine > FarRadians * FarRadians / 4)
            {
                DistanceCm = ToCentimetres(2 * MeanRadiusCm * Math.Asin(Math.Sqrt(haversine < 1 ? haversine : 1)));
                ClosestCm = DistanceCm;
                TimeToClosestMs = 0;
                return;
            }

            double ownSine = Math.Sin(ownLatitude);
            double peerSine = Math.Sin(peerLatitude);
            double turnSine = Math.Sin(turn);
            double flat = 1 - (EccentricitySquare * ownSine * ownSine);
            double prime = EquatorCm / Math.Sqrt(flat);
            _east = prime * peerCosine * turnSine;
            _north = prime * (1 - EccentricitySquare) / flat * (Math.Sin(peerLatitude - ownLatitude) + (2 * ownSine * peerCosine * half * half));
            SetVelocity(own, peer, ownSine, ownCosine, peerSine, peerCosine, turnSine, Math.Cos(turn), nowMs);
            SetHeight(own, peer, nowMs);
            Extrapolate(horizonMs);
        }

        private static long Turn(int fromE7, int toE7)
        {
            long turn = (long)toE7 - fromE7;
            return turn > TurnE7 / 2 ? turn - TurnE7 : turn < -TurnE7 / 2 ? turn + TurnE7 : turn;
        }

        private static double Length(double east, double north, double up)
        {
            return Math.Sqrt((east * east) + (north * north) + (up * up));
        }

        private static int ToCentimetres(double value)
        {
            return value < int.MaxValue - 1 ? (int)(value + 0.5) : int.MaxValue;
        }

        // The peer's north and east, as unit vectors on the globe, are turned into the own ones: near a pole they differ much.
        private void SetVelocity(
            PeerState own, PeerState peer, double ownSine, double ownCosine, double peerSine, double peerCosine, double turnSine, double turnCosine, long nowMs)
        {
            double east = (peer.EastCms * turnCosine) - (peer.NorthCms * peerSine * turnSine);
            double north = (peer.EastCms * ownSine * turnSine) + (peer.NorthCms * ((ownSine * peerSine * turnCosine) + (ownCosine * peerCosine)));
            double peerSeconds = (nowMs - peer.TimeMs) / 1000.0;
            double ownSeconds = (nowMs - own.TimeMs) / 1000.0;
            _east += (east * peerSeconds) - (own.EastCms * ownSeconds);
            _north += (north * peerSeconds) - (own.NorthCms * ownSeconds);
            _velocityEast = east - own.EastCms;
            _velocityNorth = north - own.NorthCms;
        }

        // Of whom the height is not known, nobody can say that a climb leads past him.
        private void SetHeight(PeerState own, PeerState peer, long nowMs)
        {
            bool isKnown = own.HasAltitude && peer.HasAltitude;
            double peerUp = peer.AltitudeCm + (peer.UpCms * (nowMs - peer.TimeMs) / 1000.0);
            double ownUp = own.AltitudeCm + (own.UpCms * (nowMs - own.TimeMs) / 1000.0);
            _up = isKnown ? peerUp - ownUp : 0;
            _velocityUp = isKnown ? peer.UpCms - own.UpCms : 0;
        }

        private void Extrapolate(int horizonMs)
        {
            double square = (_velocityEast * _velocityEast) + (_velocityNorth * _velocityNorth) + (_velocityUp * _velocityUp);
            double seconds = 0;
            if (square > 0)
            {
                seconds = -((_east * _velocityEast) + (_north * _velocityNorth) + (_up * _velocityUp)) / square;
                double horizon = horizonMs / 1000.0;
                seconds = seconds < 0 ? 0 : seconds > horizon ? horizon : seconds;
            }

            DistanceCm = ToCentimetres(Length(_east, _north, _up));
            ClosestCm = ToCentimetres(Length(
                _east + (_velocityEast * seconds), _north + (_velocityNorth * seconds), _up + (_velocityUp * seconds)));
            TimeToClosestMs = (int)((seconds * 1000) + 0.5);
        }
    }
}
